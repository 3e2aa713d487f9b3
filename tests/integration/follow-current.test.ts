import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { readCurrent, writeCurrent } from '../../src/vector-index/current-file.ts';
import { CurrentFollower } from '../../src/vector-index/follow-current.ts';
import { openGeneration } from '../../src/vector-index/generation.ts';
import { type Library, libraryOf } from '../support/library.ts';

const POLL_MS = 20;

interface Reader {
  readonly follower: CurrentFollower;
  /** When the generations that were opened were built, in the order of opening. */
  readonly opened: string[];
  readonly errors: unknown[];
}

/** A process that has the current generation open, and follows. */
async function readerOf({ indexDir }: Library, open = builtAt): Promise<Reader> {
  const opened: string[] = [];
  const errors: unknown[] = [];
  const follower = new CurrentFollower(indexDir, {
    pollMs: POLL_MS,
    reload: async () => noteOpened(await open(indexDir)),
    onError: (error) => errors.push(error),
  });
  onTestFinished(() => follower.close());
  const noteOpened = (time: string): void => {
    opened.push(time);
    follower.noteOpened(time);
  };
  noteOpened(await builtAt(indexDir));
  return { follower, opened, errors };
}

async function builtAt(indexDir: string): Promise<string> {
  return (await openGeneration(indexDir, []))!.manifest.createdAt;
}

describe('who follows the index folder', () => {
  it('goes over to what another process has built, once', async () => {
    const library = await libraryOf();
    await library.index();
    const readers = await Promise.all([readerOf(library), readerOf(library)]);
    await library.edit({ 'trams.txt': 'Osterby has forty trams.\n' });
    await library.index();
    const newest = await builtAt(library.indexDir);
    for (const { follower, opened } of readers) {
      await vi.waitFor(() => expect(opened).toHaveLength(2));
      expect(opened[1]).toBe(newest);
      await follower.follow();
      expect(opened).toHaveLength(2);
    }
  });

  it('goes back with a rollback', async () => {
    const library = await libraryOf();
    await library.index();
    const first = (await readCurrent(library.indexDir))!;
    const oldest = await builtAt(library.indexDir);
    await library.edit({ 'trams.txt': 'Osterby has forty trams.\n' });
    await library.index();
    const { opened } = await readerOf(library);
    const second = (await readCurrent(library.indexDir))!;
    await writeCurrent(library.indexDir, { current: first.current, previous: [second.current] });
    await vi.waitFor(() => expect(opened.at(-1)).toBe(oldest));
  });

  it('stays with what it has where the new one cannot be opened, and says so', async () => {
    const library = await libraryOf();
    await library.index();
    const { follower, opened, errors } = await readerOf(library, () =>
      Promise.reject(new Error('no memory')),
    );
    await library.edit({ 'trams.txt': 'Osterby has forty trams.\n' });
    await library.index();
    await vi.waitFor(() => expect(errors).toMatchObject([{ message: 'no memory' }]));
    expect(opened).toHaveLength(1);
    await expect(follower.follow()).rejects.toThrow('no memory');
  });
});
