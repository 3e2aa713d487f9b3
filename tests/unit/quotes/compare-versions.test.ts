import { describe, expect, it } from 'vitest';
import { articleId } from '../../../src/corpus/article.ts';
import { compareVersions } from '../../../src/quotes/compare-versions.ts';
import { findCounterpart } from '../../../src/quotes/find-counterpart.ts';

const SAID = 'The mill employs 40 people. It was built in 1902.';
const AROUND = 'Grain is cheap this year.\n\n';

async function becameOf(
  now: string | null,
  { path = 'mill.txt', quote = SAID, of = 'mill.txt' } = {},
): ReturnType<typeof compareVersions> {
  const bytes = now === null ? null : Buffer.from(now);
  return compareVersions(path, bytes, [{ articleId: articleId(of), text: quote }]);
}

describe('a quote of an earlier version', () => {
  it('still stands where its words do, wherever that is', async () => {
    expect(await becameOf(`${AROUND}${SAID}\n`)).toEqual([null]);
  });

  it('has become what says the same in other words or numbers, word for word', async () => {
    const now = 'The mill employs 400 people. It was built in 1902.';
    expect(await becameOf(`${AROUND}${now} The miller is glad.\n`)).toEqual([{ now }]);
  });

  it('has become nothing where nothing of the kind is said, or the file is gone', async () => {
    expect(await becameOf('Quite another article is here, about rain.\n')).toEqual([{ now: null }]);
    expect(await becameOf(null)).toEqual([{ now: null }]);
  });

  it('is looked for in its own line of a file of many', async () => {
    const lines = [
      { id: 'a', text: 'The mill burned down.' },
      { id: 'b', text: SAID },
    ];
    const file = lines.map((line) => JSON.stringify(line)).join('\n');
    const path = 'news.jsonl';
    expect(await becameOf(file, { path, of: 'news.jsonl#b' })).toEqual([null]);
    const quote = 'The mill burned down twice.';
    expect(await becameOf(file, { path, quote, of: 'news.jsonl#a' })).toEqual([
      { now: 'The mill burned down.' },
    ]);
    expect(await becameOf(file, { path, of: 'news.jsonl#c' })).toEqual([{ now: null }]);
  });

  it('is refused with the reason where the file cannot be read', async () => {
    await expect(becameOf(' ')).rejects.toThrow('holds no text');
  });
});

describe('the counterpart of a quote', () => {
  it('is never taken from what is not to be quoted', () => {
    const text = `${SAID} ${SAID.replace('40', '41')}`;
    const excluded = [{ start: 0, end: SAID.length }];
    const range = findCounterpart({ text, excluded }, SAID);
    expect(range && text.slice(range.start, range.end)).toBe(SAID.replace('40', '41'));
  });

  it('is no longer than a quote may be', () => {
    const long = Array.from({ length: 60 }, (_, n) => `Sentence number ${n} is about the mill.`);
    const range = findCounterpart({ text: long.join(' '), excluded: [] }, long.join(' '));
    expect(range!.end - range!.start).toBeLessThanOrEqual(1000);
  });
});
