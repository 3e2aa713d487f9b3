import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawableText } from '../../../src/timeline/drawable-text.ts';
import { spreadInWords } from '../../../src/timeline/spread-in-words.ts';
import { wrapText } from '../../../src/timeline/wrap-text.ts';

const LATIN = /^[\p{Script=Latin}\p{M}\p{N}\p{P} <>=]$/u;

describe('drawableText', () => {
  it.each([
    ['leaves mark-up as it is', '<b onload="x">A & B</b>', '<b onload="x">A & B</b>'],
    ['turns no direction of writing', 'up\u202e down \u2067x\u2069', 'up down x'],
    ['keeps to one line', ' A\n\tB\u0000C ', 'A B C'],
    ['leaves out emoji', 'Ferry 🚢 stops', 'Ferry stops'],
    ['unpiles marks', `Z${'\u0301'.repeat(50)}a`, 'Ź\u0301\u0301\u0301a'],
    ['drops half a character', 'A\ud83d B', 'A B'],
    ['has nothing for letters that the font has not', 'Київ holds', null],
    ['has nothing for signs alone', '🚢 …', null],
  ])('%s', (_, text, drawn) => {
    expect(drawableText(text, LATIN)).toBe(drawn);
  });
});

describe('wrapText', () => {
  const wrap = (text: string, maxWidth: number, maxLines: number): string[] =>
    wrapText(text, (part) => part.length, { maxWidth, maxLines });

  it('breaks between words', () => {
    expect(wrap('the old ferry stops', 10, 3)).toEqual(['the old', 'ferry', 'stops']);
  });

  it('says with an ellipsis that there is more', () => {
    expect(wrap('the old ferry stops today', 10, 2)).toEqual(['the old', 'ferry…']);
  });

  it('breaks a word that is longer than a line', () => {
    expect(wrap('x'.repeat(25), 10, 2)).toEqual(['x'.repeat(10), `${'x'.repeat(9)}…`]);
  });

  it('ends for any text, with no line that is too wide', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        const lines = wrap(text.replace(/\s+/g, ' '), 12, 2);
        expect(lines.length).toBeLessThanOrEqual(2);
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(12);
      }),
    );
  });
});

describe('spreadInWords', () => {
  it.each([
    [{ articles: 1, outlets: 1, reports: 1 }, '1 article'],
    [{ articles: 7, outlets: 3, reports: 1 }, '3 outlets, 7 articles'],
    [{ articles: 2, outlets: 0, reports: 1 }, '2 articles'],
    [{ articles: 7, outlets: 1, reports: 3 }, '1 outlet, 7 articles · 2 other reports'],
    [{ articles: 1, outlets: 0, reports: 2 }, '1 article · 1 other report'],
  ])('says of %o “%s”', (spread, words) => {
    expect(spreadInWords(spread)).toBe(words);
  });
});
