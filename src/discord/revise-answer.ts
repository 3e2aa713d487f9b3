import { findQuestion } from '../discussion/find-question.ts';
import { answerReply } from './answer-reply.ts';
import type { BotParts } from './bot-parts.ts';
import { chatMessageOf } from './discussion.ts';
import { forgetMessages } from './forget-messages.ts';
import { takeQuestion } from './limits-of-server.ts';
import { questionOf, sourceOf } from './mention.ts';
import type { MentionRequest, OverheardRequest } from './request.ts';

/** A question that is edited later has been read by others as it was. */
const REVISE_WITHIN_MS = 15 * 60 * 1000;

/**
 * Answers a question anew, in the place of the answer before, when its message was edited. Where the
 * message asks nothing any more, or nobody asked the bot and it is no longer sure, the answer goes. It
 * stays as it is where the member has asked enough for now, or the bot has been switched off.
 */
export async function reviseAnswer(
  request: MentionRequest | OverheardRequest,
  parts: BotParts,
): Promise<void> {
  const { conversations, answers, deletedMessages, settings, link, now } = parts;
  const found = conversations.answerToQuestion(request.id);
  if (found === null || now() - found.atMs > REVISE_WITHIN_MS) return;
  const before = answers.find(found.answerId);
  const isUnasked =
    request.kind === 'overheard' && !conversations.isOwnThread(request.place.channelId);
  const question = isUnasked ? (findQuestion(chatMessageOf(request)) ?? '') : questionOf(request);
  if (before === null || question === null || question === before.question) return;
  if (question === '') return forgetMessages([request.id], parts);
  const { place: asked, member } = request;
  // Whoever edits a message over and over asks as much as others do.
  if (settings.modeOf(asked) === 'off' || !takeQuestion(member, asked, parts).allowed) return;
  const { body, outcome, sent } = await answerReply({
    request,
    question,
    filters: before.filters,
    isPrivate: before.isPrivate,
    notice: null,
    conversationId: found.conversationId,
    sourceMessageId: sourceOf(request, question),
    isUnasked,
    parts,
  });
  if (outcome === 'busy') return;
  if (isUnasked && outcome !== 'answered') return forgetMessages([request.id], parts);
  const place = { channelId: found.channelId, id: found.messageId };
  await link.edit(place, body);
  // Where nothing was found there is no answer left to keep.
  if (sent === undefined) deletedMessages.forget([found.messageId]);
  else sent(place);
}
