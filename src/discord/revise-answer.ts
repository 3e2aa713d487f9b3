import { answerReply } from './answer-reply.ts';
import type { BotParts } from './bot-parts.ts';
import { plainQuestion } from './plain-question.ts';
import type { MentionRequest, OverheardRequest } from './request.ts';

/** A question that is edited later has been read by others as it was. */
const REVISE_WITHIN_MS = 15 * 60 * 1000;

/** Answers a question anew, in the place of the answer before, when its message was edited. */
export async function reviseAnswer(
  request: MentionRequest | OverheardRequest,
  parts: BotParts,
): Promise<void> {
  const found = parts.conversations.answerToQuestion(request.id);
  if (found === null || parts.now() - found.atMs > REVISE_WITHIN_MS) return;
  const before = parts.answers.find(found.answerId);
  const question = plainQuestion(request.text);
  if (before === null || question === '' || question === before.question) return;
  const { body, sent } = await answerReply({
    request,
    question,
    filters: before.filters,
    isPrivate: before.isPrivate,
    notice: null,
    conversationId: found.conversationId,
    parts,
  });
  const place = { channelId: found.channelId, id: found.messageId };
  await parts.link.edit(place, body);
  // Where nothing was found there is no answer left to keep.
  if (sent === undefined) parts.deletedMessages.forget([found.messageId]);
  else sent(place);
}

/** Takes the answer to a deleted question away, and forgets what was kept of deleted messages. */
export async function forgetMessages(
  messageIds: readonly string[],
  { conversations, deletedMessages, link }: BotParts,
): Promise<void> {
  const answers = messageIds.flatMap((id) => conversations.answerToQuestion(id) ?? []);
  deletedMessages.forget(messageIds);
  await Promise.all(
    answers.map(({ channelId, messageId }) => link.remove({ channelId, id: messageId })),
  );
}
