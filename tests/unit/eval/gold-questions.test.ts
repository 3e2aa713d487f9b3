import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../src/errors.ts';
import { holdsGold, readGoldQuestions } from '../../../src/eval/gold-questions.ts';
import { writeCorpus } from '../../support/articles.ts';

const TEXT = 'The mayor said: “We won’t leave – not in 2022.”\nThen he left.';

/** Reads a file with this content. */
async function read(content: string): Promise<{ file: string; result: Promise<unknown> }> {
  const file = path.join(await writeCorpus({ 'questions.jsonl': content }), 'questions.jsonl');
  return { file, result: readGoldQuestions(file) };
}

describe('a gold passage', () => {
  it.each([
    { name: 'as it is', gold: 'The mayor said' },
    { name: 'in another case', gold: 'THE MAYOR' },
    { name: 'with straight quotation marks', gold: 'said: "We won\'t' },
    { name: 'with German quotation marks', gold: 'said: „We won‚t' },
    { name: 'with another dash', gold: 'leave — not' },
    { name: 'with a hyphen for a dash', gold: 'leave - not' },
    { name: 'with other blanks', gold: '2022.”  \u00a0 Then' },
    { name: 'with blanks around it', gold: ' he left. ' },
  ])('is found $name', ({ gold }) => {
    expect(holdsGold(TEXT, [gold])).toBe(true);
  });

  it.each([
    { name: 'a changed word', gold: 'The major said' },
    { name: 'a changed number', gold: 'not in 2023' },
    { name: 'a word left out', gold: 'The said' },
    { name: 'blanks left out', gold: 'Themayor' },
  ])('is not found with $name', ({ gold }) => {
    expect(holdsGold(TEXT, [gold])).toBe(false);
  });

  it('is enough where there are several', () => {
    expect(holdsGold(TEXT, ['nothing of this', 'he left'])).toBe(true);
  });

  it('is never found where there is none', () => {
    expect(holdsGold(TEXT, [])).toBe(false);
  });
});

describe('a file of questions', () => {
  it('has one question a line', async () => {
    const { result } = await read(
      '{"id": "q1", "question": "Who left?", "gold": ["he left"], "style": "fact"}\n' +
        '{"id": "q2", "question": "And why?", "gold": [], "conversation": "c1"}\n',
    );
    expect(await result).toEqual([
      { id: 'q1', question: 'Who left?', gold: ['he left'], style: 'fact' },
      { id: 'q2', question: 'And why?', gold: [], conversation: 'c1' },
    ]);
  });

  it.each([
    { line: '{"id": "q1", "question": "Who left?"}', problem: 'gold: ' },
    { line: '{"id": "q1", "question": "", "gold": []}', problem: 'question: ' },
    { line: '{"id": "q1", "question": "Who?", "gold": ["left", ""]}', problem: 'gold.1: ' },
    { line: '{"id": "q1", "question": "Who?", "gold": "left"}', problem: 'gold: ' },
    { line: 'Who left?', problem: '' },
  ])('names the line and the field that is wrong: $line', async ({ line, problem }) => {
    const { file, result } = await read(`\n${line}\n`);
    await expect(result).rejects.toThrow(ConfigError);
    await expect(result).rejects.toThrow(`${file}, line 2: ${problem}`);
  });
});
