import { describe, expect, it } from 'vitest';
import { findDenial, takesBack } from '../../../src/figures/denials.ts';

/** What a sentence says did not happen. */
function denied(sentence: string): string[] {
  return [...(findDenial(sentence)?.happenings ?? [])];
}

describe('a denial', () => {
  it.each([
    { sentence: 'The harbour denied that anyone had died.', happenings: ['died'] },
    { sentence: 'The port rejected reports of people injured.', happenings: ['injured'] },
    { sentence: 'The report that two sailors drowned and died is false.', happenings: ['died'] },
    { sentence: 'There is no evidence that anyone was killed.', happenings: ['died'] },
  ])('names what did not happen: $sentence', ({ sentence, happenings }) => {
    expect(denied(sentence)).toEqual(happenings);
  });

  it.each([
    'The harbour did not deny that twelve sailors had died.',
    "The harbour doesn't dispute that twelve sailors died.",
    'Nobody has ever denied that twelve sailors died.',
    'The port did not explicitly reject reports that twelve died.',
    'It is not false that twelve sailors died.',
  ])('is none where that is what is denied: %s', (sentence) => {
    expect(takesBack(sentence)).toBe(false);
    expect(findDenial(sentence)).toBeNull();
  });
});
