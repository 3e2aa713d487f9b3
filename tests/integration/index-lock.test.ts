import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { IndexError } from '../../src/errors.ts';
import { lockIndex, tryLockIndex } from '../../src/vector-index/index-lock.ts';
import { libraryOf, pathsIn } from '../support/library.ts';
import { LockHolder } from '../support/lock-holder.ts';
import { runVerbatim } from '../support/run-verbatim.ts';

describe('the lock of an index', () => {
  it('has one holder at a time, and is free when it is released', async () => {
    const { indexDir } = await libraryOf();
    const lock = await lockIndex(indexDir);
    expect(await tryLockIndex(indexDir)).toBeNull();
    lock.release();
    const next = await tryLockIndex(indexDir);
    expect(next).not.toBeNull();
    next?.release();
  });

  it.each<{ signal: NodeJS.Signals }>([{ signal: 'SIGKILL' }, { signal: 'SIGTERM' }])(
    'is free when its holder ended by $signal',
    async ({ signal }) => {
      const { indexDir } = await libraryOf();
      const holder = await LockHolder.start(indexDir);
      expect(await tryLockIndex(indexDir)).toBeNull();
      await holder.kill(signal);
      const lock = await tryLockIndex(indexDir);
      expect(lock).not.toBeNull();
      lock?.release();
    },
  );

  it('belongs to one index folder', async () => {
    const [one, other] = [await libraryOf(), await libraryOf()];
    await LockHolder.start(one.indexDir);
    expect(await other.index()).toMatchObject({ rebuilt: true });
  });

  it('lets everybody read', async () => {
    const library = await libraryOf();
    await library.index();
    await LockHolder.start(library.indexDir);
    expect(await pathsIn(library)).toHaveLength(4);
  });

  it('refuses a second process that indexes, and leaves the index as it was', async () => {
    const library = await libraryOf();
    await library.index();
    const before = await library.generations();
    const holder = await LockHolder.start(library.indexDir);
    await expect(library.index({ full: true })).rejects.toThrow(IndexError);
    expect(await library.generations()).toEqual(before);
    await holder.kill();
    expect(await library.index({ full: true })).toMatchObject({ rebuilt: true });
  });

  it('refuses a second indexing in the same process', async () => {
    const library = await libraryOf();
    const lock = await tryLockIndex(library.indexDir);
    await expect(library.index()).rejects.toThrow(/another process is changing the index/);
    lock?.release();
    await expect(library.index()).resolves.toMatchObject({ rebuilt: true });
  });

  it('waits for somebody who has it for a moment', async () => {
    const library = await libraryOf();
    const lock = await tryLockIndex(library.indexDir);
    const indexing = library.index();
    lock?.release();
    await expect(indexing).resolves.toMatchObject({ rebuilt: true });
  });

  it.each([{ args: ['index'] }, { args: ['index', '--full'] }, { args: ['index', '--rollback'] }])(
    'makes the program refuse $args with one line and exit code 2',
    async ({ args }) => {
      const library = await libraryOf();
      await LockHolder.start(library.indexDir);
      const env = { CORPUS_DIR: library.corpusDir, INDEX_DIR: library.indexDir };
      expect(await runVerbatim(args, { env })).toEqual({
        code: 2,
        stdout: '',
        stderr:
          `verbatim: another process is changing the index in ${library.indexDir}; ` +
          'wait until it is done, or set another INDEX_DIR\n',
      });
    },
  );

  it('that is damaged is refused by name, and indexing works once it is deleted', async () => {
    const library = await libraryOf();
    await mkdir(library.indexDir);
    const file = path.join(library.indexDir, 'lock.db');
    await writeFile(file, 'garbage');
    await expect(library.index()).rejects.toThrow(IndexError);
    await expect(library.index()).rejects.toThrow(`delete ${file} if it is damaged`);
    await writeFile(file, '');
    expect(await library.index()).toMatchObject({ articles: 4 });
  });

  it('cannot be taken in a folder that is a file, which is said in one line', async () => {
    const library = await libraryOf();
    await writeFile(library.indexDir, '');
    await expect(library.index()).rejects.toThrow(
      new RegExp(`^the index in ${library.indexDir} cannot be locked: .*written to.*$`),
    );
  });
});
