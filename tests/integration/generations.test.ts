import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { IndexError } from '../../src/errors.ts';
import { answerQuestion } from '../../src/quotes/answer-question.ts';
import type { Answer } from '../../src/quotes/quote.ts';
import type { SearchIndex } from '../../src/retrieval/search-index.ts';
import { readCurrent, writeCurrent } from '../../src/vector-index/current-file.ts';
import { type Library, libraryOf, pathsIn } from '../support/library.ts';
import { LockHolder } from '../support/lock-holder.ts';

const OLD_NAME = '20200101T000000-00000000';
const LEFTOVERS = [
  '.building-0123456789abcdef',
  `.current-${OLD_NAME}`,
  OLD_NAME,
  '20200101T000000-ffffffff',
];

/** Puts into the index folder what killed runs leave behind. */
async function leaveBehind(library: Library): Promise<void> {
  for (const entry of LEFTOVERS) {
    const place = path.join(library.indexDir, entry);
    if (entry.startsWith('.current-')) {
      await writeFile(place, OLD_NAME);
    } else {
      await mkdir(place);
      await writeFile(path.join(place, 'vectors.bin'), 'half');
    }
  }
}

async function ask(library: Library, index: SearchIndex): Promise<Omit<Answer, 'ms'>> {
  const { ms: _, ...answer } = await answerQuestion(index, library.embedder, 'pumps and blankets');
  return answer;
}

describe('the generations of an index', () => {
  it.each([{ keep: 0 }, { keep: 1 }, { keep: 3 }])(
    'are the current one and the $keep before it, newest first',
    async ({ keep }) => {
      const library = await libraryOf();
      const published: string[] = [];
      for (let build = 0; build < 5; build++) {
        await library.index({ full: true, keepGenerations: keep });
        published.unshift((await library.names()).current);
      }
      const [current, ...previous] = published.slice(0, keep + 1);
      expect(await library.names()).toEqual({ current, previous });
      expect(await library.generations()).toEqual(published.slice(0, keep + 1).sort());
    },
  );

  it('are one before the current one where nothing else is said', async () => {
    const library = await libraryOf();
    for (let build = 0; build < 3; build++) await library.index({ full: true });
    expect((await library.names()).previous).toHaveLength(1);
  });

  it('are as many as are kept from the next indexing on', async () => {
    const library = await libraryOf();
    for (let build = 0; build < 4; build++) await library.index({ full: true, keepGenerations: 3 });
    await library.index({ full: true, keepGenerations: 1 });
    expect((await library.names()).previous).toHaveLength(1);
    expect(await library.generations()).toHaveLength(2);
  });

  it('go on answering where they were open before they were removed', async () => {
    const library = await libraryOf();
    await library.index();
    const reader = await library.open();
    const before = await ask(library, reader);
    expect(before.quotes[0]?.article.path).toBe('flood.txt');
    await library.edit({ 'flood.txt': null });
    await library.index({ keepGenerations: 0 });
    expect(await library.generations()).not.toContain(reader.name);
    expect(await ask(library, reader)).toEqual(before);
    expect(await ask(library, await library.open())).not.toEqual(before);
  });
});

describe('the file that names the generations', () => {
  const ONE = { current: OLD_NAME, previous: [] };
  const OTHER = { current: '20221116T120000-89abcdef', previous: [OLD_NAME] };

  it('is replaced as a whole: whoever reads it sees the old names or the new ones', async () => {
    const { indexDir } = await libraryOf();
    await mkdir(indexDir);
    await writeCurrent(indexDir, ONE);
    const written = new AbortController();
    const writing = (async () => {
      for (let round = 0; round < 50; round++) {
        await writeCurrent(indexDir, round % 2 === 0 ? OTHER : ONE);
      }
    })().finally(() => written.abort());
    const seen = new Set<string>();
    while (!written.signal.aborted) seen.add(JSON.stringify(await readCurrent(indexDir)));
    await writing;
    expect([...seen].sort()).toEqual([JSON.stringify(ONE), JSON.stringify(OTHER)].sort());
  });

  it('is another file afterwards, so that whoever has it open goes on reading the old names', async () => {
    const { indexDir } = await libraryOf();
    await mkdir(indexDir);
    await writeCurrent(indexDir, ONE);
    const file = await open(path.join(indexDir, 'current'));
    await writeCurrent(indexDir, OTHER);
    expect(await file.readFile('utf8')).toBe(`${OLD_NAME}\n`);
    await file.close();
    expect(await readCurrent(indexDir)).toEqual(OTHER);
  });

  it.each([
    { name: 'nothing', content: '' },
    { name: 'a path', content: '../../etc\n' },
    { name: 'a name and then something else', content: `${OLD_NAME}\nold\n` },
    { name: 'Windows line ends', content: `${OLD_NAME}\r\n${OLD_NAME}\r\n` },
  ])('is refused when it holds $name', async ({ content }) => {
    const { indexDir } = await libraryOf();
    await mkdir(indexDir);
    await writeFile(path.join(indexDir, 'current'), content);
    await expect(readCurrent(indexDir)).rejects.toThrow(IndexError);
    await expect(readCurrent(indexDir)).rejects.toThrow('names no generation; rebuild it with');
  });
});

describe('what killed runs left behind', () => {
  it('is removed when the index is opened', async () => {
    const library = await libraryOf();
    await library.index();
    const whole = await library.generations();
    await leaveBehind(library);
    expect((await library.open()).articles.size).toBe(4);
    expect(await library.generations()).toEqual(whole);
  });

  it('is removed by indexing, also when nothing has changed', async () => {
    const library = await libraryOf();
    await library.index();
    const whole = await library.generations();
    await leaveBehind(library);
    expect(await library.index()).toMatchObject({ rebuilt: false });
    expect(await library.generations()).toEqual(whole);
  });

  it('is removed where the very first run was killed', async () => {
    const library = await libraryOf();
    await mkdir(library.indexDir);
    await leaveBehind(library);
    await expect(library.open()).rejects.toThrow('no index in');
    expect(await library.generations()).toEqual([]);
  });

  it('stays while another process has the lock, since it may be at work on it', async () => {
    const library = await libraryOf();
    await library.index();
    const whole = await library.generations();
    const holder = await LockHolder.start(library.indexDir);
    await leaveBehind(library);
    expect((await library.open()).articles.size).toBe(4);
    expect(await library.generations()).toEqual([...whole, ...LEFTOVERS].sort());
    await holder.kill();
    await library.open();
    expect(await library.generations()).toEqual(whole);
  });

  it('stays where the lock cannot be taken at all, and answering goes on', async () => {
    const library = await libraryOf();
    await library.index();
    await leaveBehind(library);
    await writeFile(path.join(library.indexDir, 'lock.db'), 'garbage');
    expect((await library.open()).articles.size).toBe(4);
    expect(await library.generations()).toEqual(expect.arrayContaining(LEFTOVERS));
  });

  it('is told from what somebody else put into the folder', async () => {
    const library = await libraryOf();
    await library.index();
    const notes = path.join(library.indexDir, 'notes.txt');
    await writeFile(notes, 'do not delete');
    await leaveBehind(library);
    await library.index({ full: true, keepGenerations: 0 });
    expect(await readFile(notes, 'utf8')).toBe('do not delete');
    expect(await library.generations()).toHaveLength(2);
  });

  // A flipped bit in `current` once made the next question remove all generations but the named ones.
  it.each([
    { name: 'cannot be read', content: 'garbage' },
    { name: 'names a generation that is not there', content: `${OLD_NAME}\n` },
  ])('is not taken for whole generations when "current" $name', async ({ content }) => {
    const library = await libraryOf();
    await library.index();
    await library.index({ full: true });
    const whole = await library.generations();
    const current = path.join(library.indexDir, 'current');
    const names = await readFile(current);
    await writeFile(current, content);
    await expect(library.open()).rejects.toThrow(IndexError);
    expect(await library.generations()).toEqual(whole);
    await writeFile(current, names);
    expect(await pathsIn(library)).toHaveLength(4);
    await writeFile(current, content);
    await library.index();
    expect(await library.generations()).toHaveLength(1);
  });

  it('does not keep an index from being built where the folder is gone', async () => {
    const library = await libraryOf();
    await library.index();
    await rm(library.indexDir, { recursive: true });
    expect(await library.index()).toMatchObject({ rebuilt: true, articles: 4 });
  });
});
