import type { BotParts } from '../bot-parts.ts';
import { alreadyIndexing } from '../render/indexing.ts';
import { renderMoment } from '../render/moment.ts';
import { countOf, overviewLine } from '../render/overview-line.ts';
import type { Handling, MessageBody } from '../reply.ts';
import type { CommandRequest } from '../request.ts';

/** `/corpus status`: what is indexed, and whether the articles have changed since. */
export function showStatus(_request: CommandRequest, parts: BotParts): Handling {
  return {
    acknowledge: 'privately',
    reply: async () => ({ body: await statusPage(parts), isPrivate: true }),
  };
}

async function statusPage({ library, reindexer, corpusFolder }: BotParts): Promise<MessageBody> {
  const [overview, changes, removed] = await Promise.all([
    library.overview(),
    library.pendingChanges(),
    corpusFolder.listRemoved(),
  ]);
  const { added, changed, removed: missing } = changes;
  const isCurrent = added.length + changed.length + missing.length === 0;
  const { running } = reindexer;
  const lines = [
    overviewLine(overview),
    `${countOf(overview.passages, 'passage')}, indexed ${renderMoment(Date.parse(overview.builtAt))}.`,
    isCurrent
      ? 'The index is up to date with the files.'
      : `Reindex pending: ${countOf(added.length, 'file')} added, ${changed.length} changed, ${missing.length} removed since. \`/corpus reindex\` takes them in.`,
    ...(removed.length === 0
      ? []
      : [
          `${countOf(removed.length, 'file')} removed within the last 30 days can be brought back with \`/corpus restore\`.`,
        ]),
    ...(running === null ? [] : [alreadyIndexing(running)]),
  ];
  return { embeds: [{ title: 'The corpus', description: lines.join('\n') }] };
}
