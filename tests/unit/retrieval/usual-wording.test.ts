import { describe, expect, it } from 'vitest';
import { usualWording } from '../../../src/retrieval/usual-wording.ts';

describe('a question in the usual words', () => {
  it.each([
    ['What fell on Nov 15?', 'What fell on November 15?'],
    ['What fell on Nov. 15th?', 'What fell on November 15th?'],
    ['what fell on 15 nov', 'what fell on 15 November'],
    ['What fell on the 3rd Sept.?', 'What fell on the 3rd September?'],
    ['Between Oct 3 and Dec 4?', 'Between October 3 and December 4?'],
  ])('has its months spelt out: %s', (question, usual) => {
    expect(usualWording(question)).toBe(usual);
  });

  it.each([
    ['What is the name of the mayor of Osterby?', 'who is the mayor of Osterby?'],
    ['what’s the full name of the captain', 'who is the captain'],
    ['Which were the names of the divers?', 'who is the divers?'],
  ])('asks for a name with "who": %s', (question, usual) => {
    expect(usualWording(question)).toBe(usual);
  });

  it.each([
    'Did Jan Novak mar the wall in March 2022?',
    'What did Dec say to Ant?',
    'In whose name of all things did he speak?',
    'The decision of 15 December',
  ])('is left as it is otherwise: %s', (question) => {
    expect(usualWording(question)).toBe(question);
  });

  it('is found however long the question is', () => {
    for (const part of ['nov ', '1 ', 'what is the ', '1st nov. ']) {
      expect(() => usualWording(part.repeat(100_000))).not.toThrow();
    }
  });
});
