import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { isSample } from '../../corpus/list-corpus.ts';
import { OperatorError } from '../../errors.ts';
import type { CorrectedAnswer } from '../../state/corrections.ts';
import type { BegunAction } from '../../state/pending-actions.ts';
import type { BotParts } from '../bot-parts.ts';
import { textOption } from '../commands/command.ts';
import { LIMITS } from '../limits.ts';
import { failureText } from '../render/failure.ts';
import { shortenMarkdown } from '../render/shorten.ts';
import { type Handling, type MessageBody, noteTo, type Reply, type Show } from '../reply.ts';
import type { Attachment, ButtonRequest, CommandRequest } from '../request.ts';
import { findFile } from './find-file.ts';
import { findOutdated, type OutdatedAnswer } from './find-outdated.ts';
import { dropAction, sayAndFinish } from './finish-action.ts';
import { proposeCorrection } from './propose-correction.ts';
import { indexChange } from './reindex.ts';
import { beingMarked } from './withdraw.ts';

const SAMPLE_STAYS = 'That one came with me, and would come back with every update.';
const CHANGED_SINCE =
  'The file has changed once more since you were shown the list. Nothing was done; run `/corpus correct` again.';

/**
 * `/corpus correct`: shows which answers quoted what has changed in an article, or changes with the
 * file that was sent along, and asks before anything is done.
 */
export function correctArticle(request: CommandRequest, parts: BotParts): Handling {
  return {
    acknowledge: 'privately',
    async reply(): Promise<Reply> {
      const found = await findFile(textOption(request, 'article') ?? '', parts);
      if (found.file === null) return noteTo(found.refusal);
      const { path: filePath } = found.file;
      const upload = request.attachments['file'];
      if (upload !== undefined && isSample(filePath)) return noteTo(SAMPLE_STAYS);
      const note = textOption(request, 'note') ?? '';
      try {
        const before = (await parts.corpusFolder.corrections()).get(filePath);
        if (before?.kind === 'withdrawn') {
          return noteTo('That one is withdrawn. `/corpus reinstate` first takes that back.');
        }
        return {
          body: await proposeFrom(upload, { path: filePath, note }, request, parts),
          isPrivate: true,
        };
      } catch (error) {
        if (!(error instanceof OperatorError)) throw error;
        return noteTo(failureText(error));
      }
    },
  };
}

/** Replaces the file where one was sent, indexes it, and begins to mark the answers. */
export async function carryOutCorrection(
  action: Extract<BegunAction, { kind: 'correct' }>,
  {
    request,
    show,
    parts,
  }: { readonly request: ButtonRequest; readonly show: Show; readonly parts: BotParts },
): Promise<MessageBody> {
  const { corpusFolder, corrections } = parts;
  const { path: filePath, correctionId, stagedFile } = action.payload;
  const correction = corrections.find(correctionId);
  const bytes = stagedFile === null ? null : await parts.uploads.read(stagedFile);
  if (correction === null || (stagedFile !== null && bytes === null)) {
    await dropAction(action, parts);
    return { content: 'The file is no longer there. Please send it again.' };
  }
  const outdated = await aboutFile(() =>
    findOutdated({ kind: 'corrected', path: filePath, bytes }, parts),
  );
  if (bytes === null && !isAsShown(outdated, corrections.answersOf(correctionId))) {
    await dropAction(action, parts);
    return { content: CHANGED_SINCE };
  }
  if (bytes !== null) await corpusFolder.replace(filePath, bytes, parts.now());
  // With those that were given since the moderator was shown the list.
  await sayAndFinish(action, { note: correction.note, outdated }, parts);
  const count = corrections.answersOf(correctionId).length;
  const change = `Corrected ${shortenMarkdown(filePath, LIMITS.embedTitle)}. ${beingMarked(count)}`;
  return indexChange(change, { asker: request, show, parts });
}

/** @throws OperatorError of which the message goes on from “The file”. */
async function fetchFile(
  upload: Attachment,
  filePath: string,
  { link, maxFileBytes }: BotParts,
): Promise<Uint8Array> {
  const [expected, found] = [filePath, upload.name].map((name) =>
    path.posix.extname(name).toLowerCase(),
  );
  if (expected !== found) {
    throw new OperatorError(
      `must be of the kind of the one that it replaces (${expected}), found ${found || 'no ending'}`,
    );
  }
  return link.download(upload, maxFileBytes);
}

/** @throws OperatorError saying what cannot be read or kept. */
async function proposeFrom(
  upload: Attachment | undefined,
  article: { readonly path: string; readonly note: string },
  request: CommandRequest,
  parts: BotParts,
): Promise<MessageBody> {
  const kind = 'corrected';
  const propose = (bytes: Uint8Array | null, stagedFile: string | null): Promise<MessageBody> =>
    aboutFile(() => proposeCorrection({ ...article, kind, bytes, stagedFile }, request, parts));
  if (upload === undefined) return propose(null, null);
  const bytes = await aboutFile(() => fetchFile(upload, article.path, parts));
  const stagedFile = randomBytes(12).toString('hex');
  // First, since another shard that starts just now discards the files that wait for nothing.
  const proposal = await propose(bytes, stagedFile);
  await parts.uploads.put(stagedFile, bytes);
  return proposal;
}

/** What is wrong with a file is said in words that go on from its name. */
async function aboutFile<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    throw new OperatorError(`the file ${error.message}`, { cause: error });
  }
}

/** Whether the file still is what the moderator has seen; answers may have been forgotten since. */
function isAsShown(
  outdated: readonly OutdatedAnswer[],
  shown: readonly CorrectedAnswer[],
): boolean {
  const current = new Map(
    outdated.map(({ messageId, passages }) => [messageId, JSON.stringify(passages)]),
  );
  return shown.every(
    ({ messageId, passages }) => current.get(messageId) === JSON.stringify(passages),
  );
}
