import { expect, it } from 'vitest';
import type { Reindexer } from '../../../src/curation/reindexer.ts';
import { reindex } from '../../../src/discord/corpus/reindex.ts';
import { HOME, LOG_CHANNEL, MODERATOR, openCurationDesk } from '../../support/curation-parts.ts';

it('a run goes on when it cannot be noted where its progress is shown', async () => {
  const { parts, logged } = await openCurationDesk();
  const reindexer: Partial<Reindexer> = {
    running: null,
    async start() {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return { kind: 'failed', reason: 'the disk is full' };
    },
  };
  const setMessage = (): never => {
    throw new Error('the disk is full');
  };
  const handling = reindex(
    {
      kind: 'command',
      id: '1',
      name: 'corpus reindex',
      options: {},
      attachments: {},
      target: null,
      member: MODERATOR,
      place: { serverId: HOME, channelId: LOG_CHANNEL, parentId: null, botPermissions: ~0n },
    },
    {
      ...parts,
      reindexer: reindexer as Reindexer,
      runs: Object.assign(parts.runs, { setMessage }),
    },
  );
  if (!('reply' in handling)) throw new Error('no reply');
  const { body } = await handling.reply(() => Promise.resolve({ channelId: '3', id: '4' }));
  expect(body.content).toContain('Indexing failed');
  expect(logged).toEqual(['could not note where progress is shown']);
});
