import { describe, expect, it } from 'vitest';
import { analyze } from '../../../src/retrieval/analyze.ts';
import {
  nameKeys,
  nameKeysOfAll,
  nameSkeleton,
  nameSkeletonsOfAll,
} from '../../../src/retrieval/name-key.ts';

/** The keys of a name as it stands in a text, that is of its stem. */
function keysOf(name: string): string[] {
  const [token] = analyze(`in ${name}`);
  return nameKeys(token!.term);
}

function skeletonsOf(name: string): string[] {
  return keysOf(name).map(nameSkeleton);
}

/** Whether the lists have something in common. */
function meet(one: readonly string[], other: readonly string[]): boolean {
  return one.some((key) => other.includes(key));
}

describe('name keys', () => {
  it('are the same of many names at once as one by one', () => {
    const names = ['chekhov', 'h2o', 'jeddah', 'is', 'isis', 'hannah', 'sch', 'kyiv', ''];
    expect(nameKeysOfAll(names)).toEqual(names.map(nameKeys));
    expect(nameKeysOfAll([])).toEqual([]);
    const keys = names.flatMap(nameKeys);
    expect(nameSkeletonsOfAll(keys)).toEqual(keys.map(nameSkeleton));
  });

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
    { names: ['Tchaikovsky', 'Chaikovskiy', 'Tschaikowski', 'Czajkowski'] },
    { names: ['Gorbachev', 'Gorbatchev'] },
    { names: ['Yeltsin', 'Jelzin'] },
    { names: ['Brezhnev', 'Breschnew', 'Brejnev'] },
    { names: ['Pushkin', 'Puschkin', 'Pouchkine'] },
    { names: ['Donetsk', 'Donezk'] },
    { names: ['Hussein', 'Husayn', 'Husain'] },
    { names: ['Abdullah', 'Abdulla'] },
    { names: ['Jeddah', 'Jidda', 'Dschidda'] },
    { names: ['Karadzic', 'Karadžić', 'Karadschitsch'] },
  ])('are shared by $names', ({ names }) => {
    for (const name of names) expect(meet(keysOf(names[0]!), keysOf(name))).toBe(true);
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
    expect(meet(keysOf(one), keysOf(other))).toBe(false);
  });

  it.each([{ term: 'un' }, { term: 'uuu' }, { term: 'g20' }, { term: 'sz300' }, { term: '2022' }])(
    'say nothing about $term',
    ({ term }) => {
      expect(nameKeys(term)).toEqual([]);
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
    { names: ['Khrushchev', 'Chruschtschow'] },
    { names: ['Gorbachev', 'Gorbatschow'] },
  ])('are the same where only vowels differ, as in $names', ({ names }) => {
    for (const name of names) expect(meet(skeletonsOf(names[0]!), skeletonsOf(name))).toBe(true);
  });

  it.each([
    { one: 'Kherson', other: 'Kharkiv' },
    { one: 'Odesa', other: 'Adesa' },
    { one: 'Slovakia', other: 'Slovenia' },
  ])('keep $one and $other apart', ({ one, other }) => {
    expect(meet(skeletonsOf(one), skeletonsOf(other))).toBe(false);
  });
});
