import type { RemovedFile } from '../../curation/corpus-folder.ts';
import { OperatorError } from '../../errors.ts';
import type { BotParts } from '../bot-parts.ts';
import { textOption } from '../commands/command.ts';
import { LIMITS } from '../limits.ts';
import { failureText } from '../render/failure.ts';
import { shorten, shortenMarkdown } from '../render/shorten.ts';
import { type Choice, type Handling, noteTo, type Reply } from '../reply.ts';
import type { CommandRequest } from '../request.ts';
import { toCalendarDate } from '../../corpus/calendar-date.ts';
import { beginAction } from './begin-action.ts';
import { dropAction, finishAction } from './finish-action.ts';
import { indexChange } from './reindex.ts';

/** `/corpus restore`: puts a removed file back to where it was. */
export function restoreArticle(request: CommandRequest, parts: BotParts): Handling {
  const typed = textOption(request, 'article') ?? '';
  return {
    acknowledge: 'privately',
    async reply(show): Promise<Reply> {
      const files = await findRemoved(typed, parts);
      // The newest of several removals of the same file.
      const [file] = files;
      if (file === undefined) {
        return noteTo('No such article was removed in the last 30 days. Choose one from the list.');
      }
      if (files.some(({ path }) => path !== file.path)) {
        return noteTo(
          'Several articles fit. Choose one from the list that appears while you type.',
        );
      }
      const { path } = file;
      const payload = { path, removedId: file.id };
      const action = beginAction({ kind: 'restore', payload }, request, parts);
      try {
        await parts.corpusFolder.restore(file.id);
        await finishAction(action, { subject: path }, parts);
        const change = `Restored ${shortenMarkdown(path, LIMITS.embedTitle)}.`;
        const body = await indexChange(change, { asker: request, show, parts });
        return { body, isPrivate: true };
      } catch (error) {
        if (!(error instanceof OperatorError)) throw error;
        // Or it would come back by itself as soon as its place is free.
        await dropAction(action, parts);
        return noteTo(failureText(error));
      }
    },
  };
}

/** Removed files by what was typed of their name, those removed last first. */
export async function suggestRestorable(typed: string, parts: BotParts): Promise<Choice[]> {
  const files = await findRemoved(typed, parts);
  return files.slice(0, LIMITS.choices).map((file) => ({
    name: shorten(labelOfRemoved(file), LIMITS.choice),
    value: shorten(file.id, LIMITS.choice),
  }));
}

async function findRemoved(typed: string, { corpusFolder }: BotParts): Promise<RemovedFile[]> {
  const files = await corpusFolder.listRemoved();
  const chosen = files.filter(({ id }) => id === typed);
  if (chosen.length > 0) return chosen;
  const wanted = typed.toLowerCase();
  return files.filter(({ path }) => path.toLowerCase().includes(wanted));
}

function labelOfRemoved({ path, removedAtMs }: RemovedFile): string {
  return `${path}, removed ${toCalendarDate(new Date(removedAtMs))}`;
}
