import { describe, expect, it } from 'vitest';
import { readQuestion } from '../../../src/conversation/read-question.ts';

function read(text: string, ...known: readonly string[]): ReturnType<typeof readQuestion> {
  return readQuestion(text, (term) => known.includes(term));
}

describe('a question', () => {
  it.each([
    { text: 'Who told Mark Milley?', names: ['Mark Milley'] },
    { text: 'What did Milley, Burns and Xi say?', names: ['Milley', 'Burns', 'Xi'] },
    { text: 'Who saw Tarn’s Osterby?', names: ['Tarn', 'Osterby'] },
    { text: 'Is Tarn in Osterby? And where is Tarn?', names: ['Tarn', 'Osterby'] },
    { text: 'What is the SZ-300 for?', names: ['SZ-300'] },
  ])('has the names of it: $text', ({ text, names }) => {
    expect(read(text).names).toEqual(names);
  });

  it('takes a capital at the beginning of a sentence for none', () => {
    expect(read('Bridges cost much. Towers too?').names).toEqual([]);
  });

  it('has the names that are known in any case', () => {
    expect(read('osterby or harlow?', 'osterbi')).toEqual({
      names: ['osterby'],
      words: ['harlow'],
    });
  });

  it('has the words that say something, without those of dates', () => {
    expect(read('How many missiles were fired on Tuesday 15 November 2022?').words).toEqual([
      'missiles',
      'fired',
    ]);
  });

  it('has no degree among them, which is asked for and not about', () => {
    expect(read('How long will the ferry stay?').words).toEqual(['ferry', 'stay']);
    expect(read('Is it a long bridge, and how high?').words).toEqual(['long', 'bridge']);
  });

  it('without anything in it has nothing', () => {
    expect(read('who?!')).toEqual({ names: [], words: [] });
  });
});
