import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Article, completeArticle } from '../../src/corpus/article.ts';
import { onTestFinished } from 'vitest';

/** An article of which only the text matters, unless `fields` says otherwise. */
export function articleOf(text: string, fields: Partial<Article> = {}): Article {
  const draft = {
    title: null,
    date: null,
    outlet: null,
    url: null,
    language: null,
    note: null,
    text,
    excluded: [],
  };
  return { ...completeArticle('article.txt', draft), ...fields };
}

/** The text of a fixture, such as `live-blog.txt`. */
export async function readFixture(name: string): Promise<string> {
  return readFile(new URL(`../fixtures/articles/${name}`, import.meta.url), 'utf8');
}

/**
 * A corpus folder that lives as long as the current test.
 *
 * @param files content by path below the folder.
 */
export async function writeCorpus(files: Record<string, string | Uint8Array>): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'verbatim-corpus-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  return folder;
}
