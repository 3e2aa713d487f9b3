import { describe, expect, it } from 'vitest';
import { analyze } from '../../../src/retrieval/analyze.ts';
import { nameKey, nameSkeleton } from '../../../src/retrieval/name-key.ts';

/** The key of a name as it stands in a text, that is of its stem. */
function keyOf(name: string): string | null {
  const [token] = analyze(`in ${name}`);
  return nameKey(token!.term);
}

describe('name keys', () => {
  it.each([
    { names: ['Kyiv', 'Kiev', 'Kyjiv', 'Kiew'] },
    { names: ['Zelensky', 'Zelenskyy', 'Zelenskiy', 'Zelenskyi', 'Selenskyj'] },
    { names: ['Zaluzhny', 'Zaluzhnyi', 'Zaluzhnyy', 'Zalusnyi'] },
    { names: ['Odesa', 'Odessa'] },
    { names: ['Enerhodar', 'Energodar'] },
    { names: ['Henichesk', 'Genichesk'] },
    { names: ['Mykolaiv', 'Mykolayiv', 'Mikolaiv'] },
    { names: ['Pology', 'Pologi', 'Polohy'] },
    { names: ['Mykhailo', 'Mihajlo', 'Mykhaylo'] },
    { names: ['Podolyak', 'Podoljak'] },
    { names: ['Sergey', 'Sergei', 'Serhiy', 'Sergej'] },
    { names: ['Kherson', 'Cherson'] },
    { names: ['Bakhmut', 'Bachmut'] },
    { names: ['Luhansk', 'Lugansk'] },
    { names: ['Medvedev', 'Medwedew'] },
    { names: ['Zaporizhzhia', 'Zaporizhia', 'Saporischschja'] },
    { names: ['Philip', 'Filip'] },
    { names: ['Iraq', 'Irak'] },
  ])('are the same for $names', ({ names }) => {
    expect(keyOf(names[0]!)).not.toBeNull();
    expect(new Set(names.map(keyOf)).size).toBe(1);
  });

  it.each([
    { one: 'Kyiv', other: 'Lviv' },
    { one: 'Kherson', other: 'Kharkiv' },
    { one: 'Mariupol', other: 'Melitopol' },
    { one: 'Putin', other: 'Poland' },
    { one: 'Iran', other: 'Iraq' },
    { one: 'Milley', other: 'Miller' },
    { one: 'Austria', other: 'Australia' },
    { one: 'Slovakia', other: 'Slovenia' },
    { one: 'Niger', other: 'Nigeria' },
    { one: 'Russia', other: 'Russian' },
    { one: 'Burns', other: 'Byrnes' },
    { one: 'Biden', other: 'Baden' },
  ])('keep $one and $other apart', ({ one, other }) => {
    expect(keyOf(one)).not.toBe(keyOf(other));
  });

  it.each([{ term: 'un' }, { term: 'uuu' }, { term: 'g20' }, { term: 'sz300' }, { term: '2022' }])(
    'say nothing about $term',
    ({ term }) => {
      expect(nameKey(term)).toBeNull();
    },
  );
});

describe('skeletons', () => {
  it.each([
    { names: ['Kharkiv', 'Kharkov'] },
    { names: ['Dnipro', 'Dnieper'] },
    { names: ['Volodymyr', 'Vladimir'] },
    { names: ['Zaporizhzhia', 'Zaporozhye'] },
    { names: ['Moldova', 'Moldavia'] },
    { names: ['Mariupol', 'Mariopil'] },
  ])('are the same where only vowels differ, as in $names', ({ names }) => {
    expect(new Set(names.map((name) => nameSkeleton(keyOf(name)!))).size).toBe(1);
  });

  it.each([
    { one: 'Kherson', other: 'Kharkiv' },
    { one: 'Odesa', other: 'Adesa' },
    { one: 'Slovakia', other: 'Slovenia' },
  ])('keep $one and $other apart', ({ one, other }) => {
    expect(nameSkeleton(keyOf(one)!)).not.toBe(nameSkeleton(keyOf(other)!));
  });
});
