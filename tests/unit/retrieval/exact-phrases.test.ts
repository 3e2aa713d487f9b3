import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactPhrases, hasPhrase } from '../../../src/retrieval/exact-phrases.ts';

describe('the phrases of a question', () => {
  it.each([
    { question: 'who said "the last ferry"?', phrases: ['the last ferry'] },
    { question: 'who said “the last ferry”?', phrases: ['the last ferry'] },
    { question: 'who said „the last ferry“?', phrases: ['the last ferry'] },
    { question: 'who said «the last ferry» then', phrases: ['the last ferry'] },
    { question: 'who said »the last ferry« then', phrases: ['the last ferry'] },
    { question: "who said ''the last ferry''", phrases: ['the last ferry'] },
    { question: "who said 'the last ferry'?", phrases: ['the last ferry'] },
    { question: 'who said ‘the last ferry’?', phrases: ['the last ferry'] },
    { question: "who said 'it isn't over'?", phrases: ["it isn't over"] },
    { question: '"The last ferry," he said, "is gone."', phrases: ['the last ferry', 'is gone'] },
    { question: '"last one" and "Last one" again', phrases: ['last one'] },
    { question: 'The  “LAST\nferry”', phrases: ['last ferry'] },
    { question: '“anti–flood wall”', phrases: ['anti-flood wall'] },
  ])('stand in quotation marks: $question', ({ question, phrases }) => {
    expect(exactPhrases(question)).toEqual(phrases);
  });

  it.each([
    { question: "doesn't the pilots' plan say it's over?" },
    { question: 'who said "the last ferry' },
    { question: "the '90s and Brandt's boats" },
    { question: '"" and " " and “…”' },
    { question: 'what is "ferry"?' },
    { question: 'no marks at all' },
    { question: '' },
  ])('are none in: $question', ({ question }) => {
    expect(exactPhrases(question)).toEqual([]);
  });

  it('are found in the text that they were quoted from', () => {
    const words = fc.array(fc.stringMatching(/^[a-zé]{1,8}$/), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(words, words, (phrase, rest) => {
        const [found] = exactPhrases(`who said "${phrase.join(' ')}"?`);
        const text = [...rest, ...phrase, ...rest].join('\n');
        expect(hasPhrase(text, found ?? '')).toBe(true);
      }),
    );
  });
});

describe('a text', () => {
  it.each([
    { text: 'Then the LAST ferry left.', phrase: 'the last ferry' },
    { text: 'the “last” ferry', phrase: 'the last ferry' },
    { text: 'the last\r\nferry', phrase: 'the last ferry' },
    { text: 'an anti—flood wall', phrase: 'anti-flood wall' },
    { text: 'It isn’t over.', phrase: "it isn't over" },
    { text: 'lasting, last ferry', phrase: 'last ferry' },
  ])('has a phrase whatever the typography: $text', ({ text, phrase }) => {
    expect(hasPhrase(text, phrase)).toBe(true);
  });

  it.each([
    { text: 'the last ferryman', phrase: 'the last ferry' },
    { text: 'the very last ferry', phrase: 'the last ferry' },
    { text: 'blast ferry', phrase: 'last ferry' },
    { text: '', phrase: 'last ferry' },
  ])('does not have a phrase in other words: $text', ({ text, phrase }) => {
    expect(hasPhrase(text, phrase)).toBe(false);
  });

  it.each([{ unit: "'a " }, { unit: '"' }, { unit: '‘' }, { unit: "a'" }])(
    'of a megabyte of $unit takes no long thinking',
    ({ unit }) => {
      const text = unit.repeat(300_000);
      expect(() => exactPhrases(text).map((phrase) => hasPhrase(text, phrase))).not.toThrow();
    },
  );
});
