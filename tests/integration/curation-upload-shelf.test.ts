import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { UploadShelf } from '../../src/curation/upload-shelf.ts';
import { StateError } from '../../src/errors.ts';
import { withoutWriteAccess } from '../support/without-write-access.ts';

const ONE = Buffer.from('The river rose.');
const OTHER = Buffer.from('The bridge was closed.');
const isWindows = process.platform === 'win32';

async function shelfFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'verbatim-shelf-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return path.join(folder, 'incoming');
}

describe('a file on the shelf', () => {
  it('can be read until it is discarded, also after a restart', async () => {
    const folder = await shelfFolder();
    await (await UploadShelf.open(folder)).put('a-1', ONE);
    const shelf = await UploadShelf.open(folder);
    expect(await shelf.read('a-1')).toEqual(ONE);
    expect(await shelf.read('a-1')).toEqual(ONE);
    await shelf.discard('a-1');
    expect(await shelf.read('a-1')).toBeNull();
    expect(await readdir(folder)).toEqual([]);
  });

  it('takes the place of the one before', async () => {
    const shelf = await UploadShelf.open(await shelfFolder());
    await shelf.put('a', ONE);
    await shelf.put('a', OTHER);
    expect(await shelf.read('a')).toEqual(OTHER);
  });

  it.skipIf(isWindows)('is for the eyes of the program alone', async () => {
    const folder = await shelfFolder();
    const shelf = await UploadShelf.open(folder);
    await shelf.put('a', ONE);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(path.join(folder, 'a'))).mode & 0o777).toBe(0o600);
  });

  it('is gone once it is discarded, which may be said twice', async () => {
    const shelf = await UploadShelf.open(await shelfFolder());
    await shelf.put('a', ONE);
    await shelf.discard('a');
    await shelf.discard('a');
    expect(await shelf.read('a')).toBeNull();
  });

  it.each(['', '..', 'a/b', '.hidden', 'a\0', 'x'.repeat(101)])(
    'cannot be called %j',
    async (id) => {
      const shelf = await UploadShelf.open(await shelfFolder());
      await expect(shelf.put(id, ONE)).rejects.toThrow('cannot name an uploaded file');
      await expect(shelf.read(id)).rejects.toThrow('cannot name an uploaded file');
    },
  );
});

describe('a shelf', () => {
  it('keeps only what something waits for', async () => {
    const folder = await shelfFolder();
    const shelf = await UploadShelf.open(folder);
    for (const id of ['a', 'b', 'c']) await shelf.put(id, ONE);
    await shelf.discardAllExcept(() => ['b', 'elsewhere']);
    expect(await readdir(folder)).toEqual(['b']);
  });

  it('is cleared of what a killed run left', async () => {
    const folder = await shelfFolder();
    await UploadShelf.open(folder);
    const staged = path.join(folder, '.verbatim-staged-0123');
    await writeFile(staged, ONE);
    await utimes(staged, 1000, 1000);
    await UploadShelf.open(folder);
    expect(await readdir(folder)).toEqual([]);
  });

  it.skipIf(isWindows)('that cannot be written to says so in one line', async () => {
    const folder = await shelfFolder();
    const shelf = await UploadShelf.open(folder);
    await withoutWriteAccess([folder, path.dirname(folder)], async () => {
      await expect(shelf.put('a', ONE)).rejects.toThrow(StateError);
      await expect(shelf.put('a', ONE)).rejects.toThrow(
        `uploaded files cannot be kept in ${folder}: EACCES`,
      );
    });
    expect(await readdir(folder)).toEqual([]);
  });
});
