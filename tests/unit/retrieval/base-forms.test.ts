import { describe, expect, it } from 'vitest';
import { baseForms } from '../../../src/retrieval/base-forms.ts';

describe('the base forms of a word', () => {
  it.each([
    { word: 'kids', lemma: 'kid', partOfSpeech: 'n' },
    { word: 'losses', lemma: 'loss', partOfSpeech: 'v' },
    { word: 'buses', lemma: 'bus', partOfSpeech: 'n' },
    { word: 'women', lemma: 'woman', partOfSpeech: 'n' },
    { word: 'cities', lemma: 'city', partOfSpeech: 'n' },
    { word: 'goes', lemma: 'go', partOfSpeech: 'v' },
    { word: 'denies', lemma: 'deny', partOfSpeech: 'v' },
    { word: 'abstained', lemma: 'abstain', partOfSpeech: 'v' },
    { word: 'recharged', lemma: 'recharge', partOfSpeech: 'v' },
    { word: 'banned', lemma: 'ban', partOfSpeech: 'v' },
    { word: 'falling', lemma: 'fall', partOfSpeech: 'v' },
    { word: 'largest', lemma: 'large', partOfSpeech: 'a' },
    { word: 'bigger', lemma: 'big', partOfSpeech: 'a' },
  ])('$word: $lemma', ({ word, lemma, partOfSpeech }) => {
    expect(baseForms(word)).toContainEqual({ lemma, partOfSpeech });
  });

  it('begin with the word itself, and have each form once', () => {
    for (const word of ['makes', 'kisses', 'running', 'churches', 'leaves', 's', 'ed', '']) {
      const forms = baseForms(word);
      expect(forms[0]).toEqual({ lemma: word, partOfSpeech: null });
      const keys = forms.map(({ lemma, partOfSpeech }) => `${lemma} ${partOfSpeech}`);
      expect(keys).toEqual([...new Set(keys)]);
    }
  });
});
