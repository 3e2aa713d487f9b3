import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseAliases } from '../../../src/corpus/read-aliases.ts';
import { Aliases } from '../../../src/retrieval/aliases.ts';
import { analyze } from '../../../src/retrieval/analyze.ts';

const LISTED = readFileSync(new URL('../../../corpus/aliases.yaml', import.meta.url), 'utf8');
const ALIASES = new Aliases(parseAliases(LISTED));

/** The other names of what a text names, with their weights. */
function othersOf(text: string): Record<string, number> {
  const found = ALIASES.find(analyze(text).map(({ term }) => term));
  return Object.fromEntries(
    found.flatMap(({ aliases }) => aliases.map(({ terms, weight }) => [terms.join(' '), weight])),
  );
}

describe('the other names that come with Verbatim', () => {
  it.each([
    { name: 'Lemberg', others: ['lviv', 'lvov', 'lwow'] },
    { name: 'the UN', others: ['unit nation'] },
    { name: 'the United Nations', others: ['un'] },
    { name: 'Institute for the Study of War', others: ['isw'] },
    { name: 'the U.S.', others: ['unit state', 'america', 'american'] },
    { name: 'the White House', others: ['us', 'american'] },
    { name: 'the Kremlin', others: ['russia', 'moscow'] },
    { name: 'Polish', others: ['poland'] },
    { name: 'Timor-Leste', others: ['east timor'] },
  ])('of $name hold $others', ({ name, others }) => {
    expect(Object.keys(othersOf(name))).toEqual(expect.arrayContaining(others));
  });

  it.each([
    { text: 'they told us' },
    { text: 'New Mexico' },
    { text: 'a white fence and a house' },
    { text: 'rain' },
  ])('are none of "$text"', ({ text }) => {
    expect(othersOf(text)).toEqual({});
  });

  it('are nearer for equal names than for the people, and least near for a capital', () => {
    const { russia, russian } = othersOf('Russian Federation and Moscow');
    expect(othersOf('Russian Federation')['russia']).toBeGreaterThan(
      othersOf('Russian Federation')['russian']!,
    );
    expect(othersOf('the Kremlin')['russia']).toBeLessThan(othersOf('Russian')['russia']!);
    expect(russia).toBeGreaterThan(0);
    expect(russian).toBeGreaterThan(0);
  });

  it('do not lead from a country to its capital', () => {
    expect(othersOf('Poland')).not.toHaveProperty('warsaw');
    expect(othersOf('Warsaw')).toHaveProperty('poland');
  });

  it.each([
    { name: 'Equatorial Guinea', other: 'Guinea' },
    { name: 'Guinea-Bissau', other: 'Guinea' },
    { name: 'Papua New Guinea', other: 'Guinea' },
    { name: 'South Sudan', other: 'Sudan' },
    { name: 'North Korea', other: 'South Korea' },
    { name: 'South America', other: 'America' },
    { name: 'Dominican Republic', other: 'Dominica' },
    { name: 'Niger', other: 'Nigeria' },
  ])('tell $name from $other', ({ name, other }) => {
    const terms = analyze(`a ${other}`).map(({ term }) => term);
    expect(Object.keys(othersOf(name))).not.toContain(terms.join(' '));
  });

  it('know single words', () => {
    expect([ALIASES.has('iran'), ALIASES.has('unit'), ALIASES.has('rain')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
