import type { StoredAnswer } from '../state/answers.ts';
import { permissionsNotice } from './answer-command.ts';
import type { BotParts } from './bot-parts.ts';
import { LIMITS } from './limits.ts';
import { missingForThread } from './permissions.ts';
import { labelOf, shorten } from './render/shorten.ts';
import { type Handling, noteTo, privateNote, type Reply } from './reply.ts';
import type { ButtonRequest } from './request.ts';

/** Opens a thread below an answer, in which the conversation goes on. */
export function continueInThread(
  answer: StoredAnswer,
  { place, messageId }: ButtonRequest,
  parts: BotParts,
): Handling {
  const missing = missingForThread(place);
  if (missing.length > 0) {
    return privateNote(
      `${permissionsNotice(missing)} You can open a thread yourself and mention me in it.`,
    );
  }
  return {
    acknowledge: 'privately',
    async reply(): Promise<Reply> {
      const name = shorten(labelOf(answer.question) ?? 'Quotes', LIMITS.threadName);
      const threadId = await parts.link.openThread(
        { channelId: place.channelId, id: messageId },
        name,
      );
      if (threadId === null) return noteTo('There is a thread below that answer already.');
      parts.conversations.openThread(answer.id, threadId);
      const how = parts.readsMessages
        ? 'Just write your question, short as it may be: I know what this is about.'
        : 'Mention me with your question, short as it may be: I know what this is about.';
      await parts.link.post(threadId, { content: how });
      return noteTo(`Let us go on in <#${threadId}>.`);
    },
  };
}
