import { describe, expect, it } from 'vitest';
import { isFollowUp } from '../../../src/conversation/is-follow-up.ts';
import { readQuestion } from '../../../src/conversation/read-question.ts';
import { analyze } from '../../../src/retrieval/analyze.ts';
import { NAME_SOURCE } from '../../support/name-source.ts';

function check(question: string): boolean {
  const isKnownName = (term: string): boolean => NAME_SOURCE.isName(term);
  return isFollowUp(
    question,
    NAME_SOURCE.lookUp(analyze(question)),
    (text) => readQuestion(text, isKnownName).names,
  );
}

describe('a follow-up', () => {
  it.each([
    'and how many were shot down?',
    'what about the other city?',
    'who said that?',
    'when was that?',
    'And in Osterby?',
    'ok, but what does the union in Harlow say?',
  ])('goes on with a connective, or hardly says anything: %s', (question) => {
    expect(check(question)).toBe(true);
  });

  it.each(['What did she promise the dockers of Harlow?', 'How high is its famous tower today?'])(
    'has a pronoun for something that it does not name before: %s',
    (question) => {
      expect(check(question)).toBe(true);
    },
  );

  it.each([
    'What did Ingrid Tarn say about her bridge?',
    'Which day of the week was it when the old council voted on the bridge?',
    'Who opened the bridge in Osterby?',
    'What is a good recipe for pancakes?',
    'And who was it that told the council of Osterby that the union in Harlow demands more pay?',
    'Osterby?',
  ])('is none of what says itself what it is about: %s', (question) => {
    expect(check(question)).toBe(false);
  });
});
