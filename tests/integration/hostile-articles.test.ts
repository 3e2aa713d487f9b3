import { describe, expect, it } from 'vitest';
import type { Article } from '../../src/corpus/article.ts';
import { parseArticles } from '../../src/corpus/read-articles.ts';
import { fileKind } from '../../src/curation/file-kind.ts';
import { CorpusError, messageOf } from '../../src/errors.ts';
import { splitArticle } from '../../src/passages/split-article.ts';
import { PASSAGE_SETTINGS } from '../../src/passages/passage.ts';
import { FakeEmbedder } from '../support/fake-embedder.ts';
import { libraryOf, pathsIn } from '../support/library.ts';
import { hostileFiles } from '../torture/hostile-files.ts';

/** Files of 10 kB, where `npm run torture` takes twenty times as much, or more. */
const SMALL = 0.05;
const files = hostileFiles(SMALL)
  // Names that are no UTF-8, and files beyond all limits, need the file system.
  .filter(({ name }) => typeof name === 'string' && !name.startsWith('far-too'))
  .map((file) => ({ ...file, name: String(file.name), shown: JSON.stringify(file.name) }));
const embedder = new FakeEmbedder();

/** The articles of a file; none where it is refused, as it should be when it is. */
async function articlesOf(name: string, bytes: Uint8Array): Promise<readonly Article[]> {
  try {
    return (await parseArticles(name, bytes)).articles;
  } catch (error) {
    if (error instanceof CorpusError) return [];
    throw error;
  }
}

/** Why a file is refused; null where it is taken. */
async function refusal(read: () => unknown): Promise<string | null> {
  try {
    await read();
    return null;
  } catch (error) {
    if (error instanceof CorpusError) return messageOf(error);
    throw error;
  }
}

describe('a hostile file', () => {
  it.each(files)(
    'becomes articles whose passages are slices, or is refused: $shown',
    async (file) => {
      const articles = await articlesOf(file.name, file.bytes());
      const torn = articles.filter(({ text }) => Buffer.from(text).toString() !== text);
      expect(torn).toEqual([]);
      const blank = articles.flatMap((article) =>
        splitArticle(article, PASSAGE_SETTINGS, embedder).filter(
          ({ start, end }) => article.text.slice(start, end).trim() === '',
        ),
      );
      expect(blank).toEqual([]);
      const found = articles.length > 0 ? 'article' : 'refused';
      expect(file.expected ?? found).toBe(found);
    },
  );

  it('keeps nothing else out of the index', async () => {
    const written = Object.fromEntries(files.map((file) => [file.name, file.bytes()]));
    const library = await libraryOf({
      ...written,
      'good.md': '# The lamp\n\nIt burns all night.\n',
    });
    const { refused } = await library.index();
    expect(await pathsIn(library)).toContain('good.md');
    const otherwise = files.filter(({ name, expected }) => {
      const isRefused = refused.some(({ path }) => path === name || path.startsWith(`${name}#`));
      return expected !== null && isRefused !== (expected === 'refused');
    });
    expect(otherwise.map(({ shown }) => shown)).toEqual([]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe('control characters', () => {
  const CONTROLS = '\u001b[31m\u0007'.repeat(60);
  const TEXT = 'The lamp was lit on Monday. '.repeat(4);
  const FULL = 'is full of control characters';

  it.each([
    { name: 'a.txt', text: `${TEXT}${CONTROLS}` },
    { name: 'a.md', text: `# Lamp\n\n${TEXT}${CONTROLS}` },
    { name: 'a.html', text: `<html><body><p>${TEXT}${CONTROLS}</p></body></html>` },
    { name: 'a.jsonl', text: `{"text": "A lamp."}\n${CONTROLS}` },
  ])('are refused in number, at indexing as at uploading: $name', async ({ name, text }) => {
    const bytes = Buffer.from(text);
    expect(await refusal(() => parseArticles(name, bytes))).toContain(FULL);
    expect(await refusal(() => fileKind(name, bytes))).toContain(FULL);
  });

  it.each([
    { name: 'a.txt', text: `${TEXT}\u0007` },
    { name: 'a.md', text: `# Lamp\n\n\u001b[1m${TEXT}` },
  ])('may stray into a text, at indexing as at uploading: $name', async ({ name, text }) => {
    const bytes = Buffer.from(text);
    expect(await refusal(() => parseArticles(name, bytes))).toBeNull();
    expect(await refusal(() => fileKind(name, bytes))).toBeNull();
  });

  it('are refused where a page writes them as entities', async () => {
    const page = Buffer.from(`<article><p>${TEXT}${'&#27;&#7;'.repeat(60)}</p></article>`);
    expect(await refusal(() => parseArticles('a.html', page))).toContain(FULL);
  });

  it('are refused where a line of JSON writes them as escapes', async () => {
    const line = Buffer.from(JSON.stringify({ text: TEXT + CONTROLS }));
    const { refused } = await parseArticles('a.jsonl', line);
    expect(refused).toEqual([{ path: 'a.jsonl#1', reason: `text ${FULL}` }]);
  });
});
