import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkCorpus } from '../../src/discord/corpus/scheduled-check.ts';
import { CorpusError } from '../../src/errors.ts';
import type { CorpusState } from '../../src/retrieval/sources.ts';
import { type CurationDesk, openCurationDesk } from '../support/curation-parts.ts';

const CHANGED: CorpusState = { added: ['flood.txt'], changed: [], removed: [], refused: 0 };
const UNCHANGED: CorpusState = { added: [], changed: [], removed: [], refused: 0 };
const FILES = { 'flood.txt': 'The river rose by two metres overnight.\n' };

function openDesk(pending: () => CorpusState, files = FILES): Promise<CurationDesk> {
  return openCurationDesk({ pendingChanges: async () => pending() }, files);
}

function lastEntry({ parts }: CurationDesk): object | undefined {
  return parts.audit.page({ offset: 0, limit: 1 }).entries[0];
}

describe('the scheduled check of the corpus', () => {
  it('indexes what has changed, and tells the log and its channel', async () => {
    const desk = await openDesk(() => CHANGED);
    await checkCorpus(desk.parts);
    expect(desk.posted).toHaveLength(1);
    expect(desk.posted[0]?.content).toMatch(
      /^Indexed 1 article, 1 passage, in \d+\.\d s\. Started by the scheduled check\.\n/,
    );
    expect(desk.posted[0]?.content).toContain('+ flood.txt');
    expect(lastEntry(desk)).toMatchObject({
      action: 'reindex',
      actorId: null,
      serverId: null,
      actorName: 'Scheduled check',
      detail: '+1 ~0 -0 !0',
    });
  });

  it('does nothing, and says nothing, where nothing has changed', async () => {
    const desk = await openDesk(() => UNCHANGED);
    await checkCorpus(desk.parts);
    expect(desk.posted).toEqual([]);
    expect(lastEntry(desk)).toBeUndefined();
  });

  it('leaves the indexing alone that a moderator has begun', async () => {
    const desk = await openDesk(() => CHANGED);
    const { reindexer } = desk.parts;
    const run = reindexer.start({ id: '1', name: 'Ada' }, { full: false });
    await checkCorpus(desk.parts);
    expect(reindexer.running?.startedBy.name).toBe('Ada');
    expect(desk.posted).toEqual([]);
    expect(await run).toMatchObject({ kind: 'done' });
  });

  it('gives way to a moderator who begins while it looks at the folder', async () => {
    let begin = (): void => {};
    const desk = await openDesk(() => {
      begin();
      return CHANGED;
    });
    let run: Promise<unknown> = Promise.resolve();
    begin = () => {
      run = desk.parts.reindexer.start({ id: '1', name: 'Ada' }, { full: false });
    };
    await checkCorpus(desk.parts);
    expect(await run).toMatchObject({ kind: 'done' });
    expect(desk.posted).toEqual([]);
    expect(desk.logged).toEqual([]);
  });

  it('names a file that cannot be read', async () => {
    const desk = await openDesk(() => CHANGED);
    await writeFile(path.join(desk.corpusDir, 'noise.txt'), Buffer.from([0, 1, 2]));
    await checkCorpus(desk.parts);
    expect(desk.posted[0]?.content).toMatch(/^! noise\.txt: /m);
  });

  it('is no reason to end where the folder is missing', async () => {
    const desk = await openDesk(() => {
      throw new CorpusError('no corpus folder at /nowhere');
    });
    await checkCorpus(desk.parts);
    expect(desk.logged).toEqual(['could not check the corpus']);
    expect(desk.posted).toEqual([]);
  });

  it('tells why indexing failed', async () => {
    const desk = await openDesk(() => CHANGED);
    await rm(desk.corpusDir, { recursive: true });
    await checkCorpus(desk.parts);
    expect(desk.posted[0]?.content).toContain(
      'Indexing failed; the index is as it was before. Started by the scheduled check.',
    );
    expect(lastEntry(desk)).toMatchObject({
      detail: expect.stringContaining('failed: no corpus folder at') as string,
    });
  });

  it('is cut short by the end of the program, and lets no other run begin', async () => {
    const desk = await openDesk(() => CHANGED);
    const check = checkCorpus(desk.parts);
    await expect.poll(() => desk.parts.reindexer.running).not.toBeNull();
    await desk.parts.reindexer.close();
    await check;
    expect(lastEntry(desk)).toMatchObject({ detail: 'broken off by a restart' });
    expect(await desk.parts.reindexer.start({ id: '1', name: 'Ada' }, { full: true })).toEqual({
      kind: 'cancelled',
      by: null,
    });
  });
});
