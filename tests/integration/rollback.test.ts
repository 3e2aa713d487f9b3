import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { IndexError } from '../../src/errors.ts';
import { INDEX_FILES } from '../../src/retrieval/search-index.ts';
import { rollbackIndex } from '../../src/vector-index/rollback.ts';
import { flipBit } from '../support/damage.ts';
import { type Library, libraryOf, pathsIn } from '../support/library.ts';
import { LockHolder } from '../support/lock-holder.ts';
import { runVerbatim } from '../support/run-verbatim.ts';

function rollback({ indexDir }: Library): Promise<string> {
  return rollbackIndex(indexDir);
}

/** A library with an index of three articles and, before it, one of four. */
async function indexedTwice(): Promise<Library> {
  const library = await libraryOf();
  await library.index();
  await library.edit({ 'undated.md': null });
  await library.index();
  return library;
}

describe('going back', () => {
  it('makes the generation before current, and says when it was built', async () => {
    const library = await indexedTwice();
    const { current, previous } = await library.names();
    const builtAt = await rollback(library);
    expect((await library.open()).manifest.createdAt).toBe(builtAt);
    expect(await pathsIn(library)).toContain('undated.md');
    expect(await library.names()).toEqual({ current: previous[0], previous: [current] });
  });

  it('twice goes forward again', async () => {
    const library = await indexedTwice();
    const before = await library.names();
    await rollback(library);
    await rollback(library);
    expect(await library.names()).toEqual(before);
    expect(await pathsIn(library)).not.toContain('undated.md');
  });

  it('keeps the generations further back', async () => {
    const library = await libraryOf();
    for (let build = 0; build < 4; build++) await library.index({ full: true, keepGenerations: 3 });
    const { current, previous } = await library.names();
    const [target, ...rest] = previous;
    await rollback(library);
    expect(await library.names()).toEqual({ current: target, previous: [current, ...rest] });
    expect(await library.generations()).toHaveLength(4);
  });

  it('lasts until the next indexing, which brings the index up to date', async () => {
    const library = await indexedTwice();
    await rollback(library);
    expect(await library.index()).toMatchObject({ removed: ['undated.md'], embedded: 0 });
    expect(await pathsIn(library)).not.toContain('undated.md');
  });

  it.each([
    { name: 'there is no index', builds: 0, keepGenerations: 1 },
    { name: 'there is only one', builds: 1, keepGenerations: 1 },
    { name: 'none is kept', builds: 2, keepGenerations: 0 },
  ])('is refused where $name', async ({ builds, keepGenerations }) => {
    const library = await libraryOf();
    for (let build = 0; build < builds; build++) {
      await library.index({ full: true, keepGenerations });
    }
    await expect(rollback(library)).rejects.toThrow(IndexError);
    await expect(rollback(library)).rejects.toThrow(
      /no generation to go back to; KEEP_GENERATIONS/,
    );
  });

  it.each([...Object.values(INDEX_FILES), 'manifest.json'].filter((f) => f !== INDEX_FILES.graph))(
    'to a generation whose %s is damaged is refused, and leaves the index as it was',
    async (file) => {
      const library = await indexedTwice();
      const before = await library.names();
      await flipBit(path.join(library.indexDir, before.previous[0]!, file), 0.5);
      await expect(rollback(library)).rejects.toThrow(IndexError);
      await expect(rollback(library)).rejects.toThrow('the generation before cannot be used: ');
      expect(await library.names()).toEqual(before);
      expect(await pathsIn(library)).toHaveLength(3);
    },
  );

  it('is refused while another process indexes', async () => {
    const library = await indexedTwice();
    await LockHolder.start(library.indexDir);
    await expect(rollback(library)).rejects.toThrow('another process is changing the index');
  });

  it('leaves the lock free', async () => {
    const library = await indexedTwice();
    await rollback(library);
    expect(await library.index({ full: true })).toMatchObject({ rebuilt: true });
  });
});

describe('verbatim index --rollback', () => {
  it('goes back and forth, and says to when', async () => {
    const library = await indexedTwice();
    const env = { CORPUS_DIR: library.corpusDir, INDEX_DIR: library.indexDir };
    const back = await runVerbatim(['index', '--rollback'], { env });
    const { createdAt } = (await library.open()).manifest;
    expect(back).toEqual({
      code: 0,
      stdout: `Back to the index of ${createdAt}. The next "index" brings it up to date with the corpus.\n`,
      stderr: '',
    });
    const forth = await runVerbatim(['index', '--rollback', '--json'], { env });
    const { builtAt } = JSON.parse(forth.stdout) as { builtAt: string };
    expect(builtAt).toBe((await library.open()).manifest.createdAt);
    expect(builtAt).not.toBe(createdAt);
  });

  it.each([
    { args: ['index', '--rollback', '--full'], line: /--full or --rollback, not both/ },
    { args: ['index', '--rollback'], line: /no generation to go back to/ },
  ])('refuses $args with one line and exit code 2', async ({ args, line }) => {
    const library = await libraryOf();
    await library.index();
    const names = await readFile(path.join(library.indexDir, 'current'), 'utf8');
    const env = { CORPUS_DIR: library.corpusDir, INDEX_DIR: library.indexDir };
    const { code, stdout, stderr } = await runVerbatim(args, { env });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(line);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(await readFile(path.join(library.indexDir, 'current'), 'utf8')).toBe(names);
  });
});
