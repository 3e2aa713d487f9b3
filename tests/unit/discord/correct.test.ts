import { expect, it } from 'vitest';
import type { BotParts } from '../../../src/discord/bot-parts.ts';
import { correctArticle } from '../../../src/discord/corpus/correct.ts';
import { HOME, LOG_CHANNEL, MODERATOR, openCurationDesk } from '../../support/curation-parts.ts';

it('an uploaded file is waited for before it lies on the shelf, where others tidy up', async () => {
  const { parts } = await openCurationDesk(
    {
      suggestFiles: () => Promise.resolve([{ path: 'mill.md', title: null }]),
      compareVersions: () => Promise.resolve([]),
    },
    { 'mill.md': 'It cost 4.' },
  );
  const download = (): Promise<Uint8Array> => Promise.resolve(Buffer.from('It cost 5.'));
  const lent: BotParts = { ...parts, link: { ...parts.link, download } };
  const waiting: string[][] = [];
  const put = parts.uploads.put.bind(parts.uploads);
  Object.assign(parts.uploads, {
    put(id: string, bytes: Uint8Array) {
      waiting.push(parts.pending.stagedFiles().filter((staged) => staged === id));
      return put(id, bytes);
    },
  });
  const handling = correctArticle(
    {
      kind: 'command',
      id: '1',
      name: 'corpus correct',
      options: { article: 'mill.md', note: 'The cost was wrong.' },
      attachments: { file: { name: 'new.md', sizeBytes: 10, url: 'https://x.example' } },
      target: null,
      member: MODERATOR,
      place: { serverId: HOME, channelId: LOG_CHANNEL, parentId: null, botPermissions: ~0n },
    },
    lent,
  );
  if (!('reply' in handling)) throw new Error('no reply');
  const { body } = await handling.reply(() => Promise.resolve(null));
  expect(body.embeds?.[0]?.title).toBe('Correct this article?');
  expect(waiting).toEqual([[expect.any(String)]]);
});
