import { isSample } from '../../corpus/list-corpus.ts';
import type { BegunAction } from '../../state/pending-actions.ts';
import type { BotParts } from '../bot-parts.ts';
import { textOption } from '../commands/command.ts';
import { LIMITS } from '../limits.ts';
import { renderConfirmation } from '../render/confirmation.ts';
import { labelOf, shorten, shortenMarkdown } from '../render/shorten.ts';
import {
  type Choice,
  type Handling,
  type MessageBody,
  noteTo,
  type Reply,
  type Show,
} from '../reply.ts';
import type { ButtonRequest, CommandRequest } from '../request.ts';
import { CONFIRM_WITHIN_MS } from './decision.ts';
import { findFile } from './find-file.ts';
import { finishAction } from './finish-action.ts';
import { indexChange } from './reindex.ts';

const SAMPLE_STAYS =
  'That one came with me, and would come back with every update. `/settings sample` leaves all of ' +
  'those out on this server.';

/** `/corpus remove`: asks before anything is moved. */
export function removeArticle(request: CommandRequest, parts: BotParts): Handling {
  const typed = textOption(request, 'article') ?? '';
  return {
    acknowledge: 'privately',
    async reply(): Promise<Reply> {
      const found = await findFile(typed, parts);
      if (found.file === null) return noteTo(found.refusal);
      const { file } = found;
      if (isSample(file.path)) return noteTo(SAMPLE_STAYS);
      const { id } = parts.pending.create({
        kind: 'remove',
        payload: { path: file.path },
        serverId: request.place.serverId ?? '',
        actorId: request.member.id,
        expiresAtMs: parts.now() + CONFIRM_WITHIN_MS,
      });
      const title = shortenMarkdown(labelOf(file.title) ?? 'Untitled', LIMITS.embedTitle);
      const path = shortenMarkdown(file.path, LIMITS.embedTitle);
      return {
        body: {
          content:
            `Take out **${title}** (${path})? It will no longer be quoted. ` +
            '`/corpus restore` brings it back within 30 days.',
          components: renderConfirmation(id, 'Remove'),
        },
        isPrivate: true,
      };
    },
  };
}

/** Moves the file aside and brings the index up to date. */
export async function carryOutRemoval(
  action: Extract<BegunAction, { kind: 'remove' }>,
  { request, show, parts }: { request: ButtonRequest; show: Show; parts: BotParts },
): Promise<MessageBody> {
  const { path } = action.payload;
  // By this moment the removal is known again.
  await parts.corpusFolder.remove(path, action.begunAtMs);
  await finishAction(action, { subject: path }, parts);
  const label = shortenMarkdown(path, LIMITS.embedTitle);
  return indexChange(`Removed ${label}.`, { asker: request, show, parts });
}

/** Files by what was typed of their name or title. */
export async function suggestRemovable(typed: string, { library }: BotParts): Promise<Choice[]> {
  const files = await library.suggestFiles(typed, LIMITS.choices);
  return files.map(({ path, title }) => ({
    name: shorten(labelOf(title) === null ? path : `${labelOf(title)} (${path})`, LIMITS.choice),
    value: path,
  }));
}
