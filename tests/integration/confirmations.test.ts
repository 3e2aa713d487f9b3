import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { CONFIRM_WITHIN_MS } from '../../src/discord/corpus/decision.ts';
import { handleConfirmation } from '../../src/discord/corpus/confirm.ts';
import { tidyUp } from '../../src/discord/housekeeping.ts';
import type { MessageBody, Reply } from '../../src/discord/reply.ts';
import {
  type CurationDesk,
  HOME,
  MODERATOR,
  openCurationDesk,
  pressOf,
} from '../support/curation-parts.ts';

const TOO_LATE = 'That has been decided already, or it is more than an hour ago.';
const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** A file that waits for its confirmation; returns the id of the proposal. */
async function propose({ parts, nowMs }: CurationDesk): Promise<string> {
  await parts.uploads.put('staged', Buffer.from('The ferry sails at noon.\n'));
  const { id } = parts.pending.create({
    kind: 'add',
    payload: { path: 'ferry.txt', stagedFile: 'staged' },
    serverId: HOME,
    actorId: MODERATOR.id,
    expiresAtMs: nowMs + CONFIRM_WITHIN_MS,
  });
  return id;
}

/** What comes of a decision; a reply where the message stays as it is. */
async function decide(
  { parts }: CurationDesk,
  actionId: string,
  decision: 'confirm' | 'discard' = 'confirm',
): Promise<Reply | MessageBody | null> {
  const button = { decision, actionId };
  const handling = handleConfirmation(button, pressOf(`${decision}:${actionId}`), parts);
  if (handling.acknowledge === 'form') throw new Error('a decision opens no form');
  const show = () => Promise.resolve(null);
  return handling.acknowledge === 'update' ? handling.update(show) : handling.reply(show);
}

describe('the decision about a proposal', () => {
  it('is open for an hour', async () => {
    const desk = await openCurationDesk();
    const id = await propose(desk);
    desk.nowMs += HOUR_MS - 1;
    expect(await decide(desk, id)).toMatchObject({
      content: expect.stringContaining('Added as added/ferry.txt.') as string,
    });
    expect(await readdir(desk.corpusDir)).toContain('added');
  });

  it.each(['confirm', 'discard'] as const)('comes too late after that: %s', async (decision) => {
    const desk = await openCurationDesk();
    const id = await propose(desk);
    desk.nowMs += HOUR_MS;
    expect(await decide(desk, id, decision)).toEqual({
      body: { content: TOO_LATE },
      isPrivate: true,
    });
    expect(await readdir(desk.corpusDir)).toEqual([]);
  });

  it.each(['confirm', 'discard'] as const)(
    'can be made again where Discord could not be told of it in time: %s',
    async (decision) => {
      const desk = await openCurationDesk();
      const id = await propose(desk);
      const press = { decision, actionId: id };
      const handling = handleConfirmation(press, pressOf(`${decision}:${id}`), desk.parts);
      if (handling.acknowledge !== 'update') throw new Error('the proposal does not change');
      handling.unheard?.();
      expect(await decide(desk, id)).toMatchObject({
        content: expect.stringContaining('Added as added/ferry.txt.') as string,
      });
    },
  );

  it('that nobody made leaves nothing behind', async () => {
    const desk = await openCurationDesk();
    await propose(desk);
    await tidyUp(desk.parts);
    expect(await readdir(desk.incomingDir)).toEqual(['staged']);
    desk.nowMs += HOUR_MS;
    await tidyUp(desk.parts);
    expect(await readdir(desk.incomingDir)).toEqual([]);
  });

  it('to remove is not made twice', async () => {
    const desk = await openCurationDesk({}, { 'flood.txt': 'The river rose.\n' });
    const { id } = desk.parts.pending.create({
      kind: 'remove',
      payload: { path: 'flood.txt' },
      serverId: HOME,
      actorId: MODERATOR.id,
      expiresAtMs: desk.nowMs + CONFIRM_WITHIN_MS,
    });
    expect(await decide(desk, id)).toMatchObject({
      content: expect.stringContaining('Removed flood.txt.') as string,
    });
    expect(await decide(desk, id)).toMatchObject({ body: { content: TOO_LATE } });
  });
});

describe('what was removed', () => {
  it('can be restored for 30 days', async () => {
    const desk = await openCurationDesk({}, { 'flood.txt': 'The river rose.\n' });
    await desk.parts.corpusFolder.remove('flood.txt', desk.nowMs);
    desk.nowMs += 30 * DAY_MS;
    await tidyUp(desk.parts);
    expect(await desk.parts.corpusFolder.listRemoved()).toHaveLength(1);
    desk.nowMs += 1;
    await tidyUp(desk.parts);
    expect(await desk.parts.corpusFolder.listRemoved()).toEqual([]);
  });
});
