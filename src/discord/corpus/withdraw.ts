import { formatDay } from '../../corpus/calendar-date.ts';
import { OperatorError } from '../../errors.ts';
import type { BegunAction } from '../../state/pending-actions.ts';
import type { BotParts } from '../bot-parts.ts';
import { textOption } from '../commands/command.ts';
import { LIMITS } from '../limits.ts';
import { failureText } from '../render/failure.ts';
import { shorten, shortenMarkdown } from '../render/shorten.ts';
import { type Choice, type Handling, type MessageBody, noteTo, type Reply } from '../reply.ts';
import type { CommandRequest } from '../request.ts';
import { beginAction } from './begin-action.ts';
import { findFile } from './find-file.ts';
import { findOutdated } from './find-outdated.ts';
import { dropAction, finishAction, sayAndFinish } from './finish-action.ts';
import { proposeCorrection } from './propose-correction.ts';

/** `/corpus withdraw`: shows which answers quoted an article, and asks before it is withdrawn. */
export function withdrawArticle(request: CommandRequest, parts: BotParts): Handling {
  return {
    acknowledge: 'privately',
    async reply(): Promise<Reply> {
      const found = await findFile(textOption(request, 'article') ?? '', parts);
      if (found.file === null) return noteTo(found.refusal);
      const { path } = found.file;
      try {
        const before = (await parts.corpusFolder.corrections()).get(path);
        if (before?.kind === 'withdrawn') {
          return noteTo(
            `That one was withdrawn on ${formatDay(before.on)}. \`/corpus reinstate\` takes that back.`,
          );
        }
        const note = textOption(request, 'reason') ?? '';
        const change = { kind: 'withdrawn', path, bytes: null, note, stagedFile: null } as const;
        return { body: await proposeCorrection(change, request, parts), isPrivate: true };
      } catch (error) {
        if (!(error instanceof OperatorError)) throw error;
        return noteTo(failureText(error));
      }
    },
  };
}

/** Withdraws the article, and begins to mark the answers that quoted it. */
export async function carryOutWithdrawal(
  action: Extract<BegunAction, { kind: 'withdraw' }>,
  { parts }: { readonly parts: BotParts },
): Promise<MessageBody> {
  const { path, correctionId } = action.payload;
  const correction = parts.corrections.find(correctionId);
  if (correction === null) {
    await dropAction(action, parts);
    return { content: 'That is no longer known. Please propose it again.' };
  }
  // Some may have been given since the moderator was shown the list.
  const outdated = await findOutdated({ kind: 'withdrawn', path, bytes: null }, parts);
  await sayAndFinish(action, { note: correction.note, outdated }, parts);
  const count = parts.corrections.answersOf(correctionId).length;
  return {
    content: `Withdrawn: ${shortenMarkdown(path, LIMITS.embedTitle)}. ${beingMarked(count)}`,
  };
}

/** `/corpus reinstate`: takes a withdrawal back. What was marked stays so, and no more is marked. */
export function reinstateArticle(request: CommandRequest, parts: BotParts): Handling {
  return {
    acknowledge: 'privately',
    async reply(): Promise<Reply> {
      const typed = textOption(request, 'article') ?? '';
      let action: BegunAction | undefined;
      try {
        const paths = await findWithdrawn(typed, parts);
        const path =
          paths.find((known) => known === typed) ?? (paths.length === 1 ? paths[0] : null);
        if (!path) {
          return noteTo(
            paths.length === 0
              ? 'No such article is withdrawn. Choose one from the list.'
              : 'Several articles fit. Choose one from the list that appears while you type.',
          );
        }
        action = beginAction({ kind: 'reinstate', payload: { path } }, request, parts);
        await parts.corpusFolder.correct(path, null);
        const also = (): void => parts.corrections.callOff(path);
        await finishAction(action, { subject: path, also }, parts);
        return noteTo(
          `${shortenMarkdown(path, LIMITS.embedTitle)} is quoted again. Answers that say that it was withdrawn stay as they are.`,
        );
      } catch (error) {
        if (!(error instanceof OperatorError)) throw error;
        if (action !== undefined) await dropAction(action, parts);
        return noteTo(failureText(error));
      }
    },
  };
}

/** Withdrawn articles by what was typed of their path. */
export async function suggestWithdrawn(typed: string, parts: BotParts): Promise<Choice[]> {
  const paths = await findWithdrawn(typed, parts);
  return paths
    .filter((path) => path.length <= LIMITS.choice)
    .slice(0, LIMITS.choices)
    .map((path) => ({ name: shorten(path, LIMITS.choice), value: path }));
}

/** How many answers are about to be marked, as a sentence. */
export function beingMarked(count: number): string {
  if (count === 0) return 'No answer has to be marked.';
  const answers = count === 1 ? '1 answer is' : `${count} answers are`;
  return `${answers} being marked, which may take a while; \`/corpus log\` tells when it is done.`;
}

async function findWithdrawn(typed: string, { corpusFolder }: BotParts): Promise<string[]> {
  const wanted = typed.trim().toLowerCase();
  return [...(await corpusFolder.corrections())]
    .filter(([path, { kind }]) => kind === 'withdrawn' && path.toLowerCase().includes(wanted))
    .map(([path]) => path)
    .sort();
}
