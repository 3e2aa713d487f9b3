import type { Excerpt, Quote } from '../quotes/quote.ts';
import type { StoredAnswer, StoredQuote } from '../state/answers.ts';
import { whyPrivate } from './answer-command.ts';
import { saveAnswer } from './answer-reply.ts';
import { reportsAgain } from './answer-reports.ts';
import type { BotParts } from './bot-parts.ts';
import { conversationBefore } from './conversation.ts';
import { renderAnswer } from './render/answer.ts';
import { shortenMarkdown } from './render/shorten.ts';
import { type Handling, noteTo, privateNote, type Reply } from './reply.ts';
import type { ButtonRequest } from './request.ts';

/** What is said where nothing of an answer can be shown again. */
export const GONE = 'That article has been taken out of the corpus or changed since I quoted it.';

const MAX_SHOWN_QUESTION_CHARS = 300;

/** Posts a private answer for all to see, as the articles are now. */
export function shareAnswer(
  answer: StoredAnswer,
  request: ButtonRequest,
  parts: BotParts,
): Handling {
  if (request.member.id !== answer.askerId) return privateNote('Only who asked can share this.');
  const obstacle = whyPrivate(request.place, parts);
  if (obstacle !== null) return privateNote(`I cannot share it here. ${obstacle}`);
  return { acknowledge: 'publicly', reply: () => answerAgain(answer, request, parts) };
}

async function answerAgain(
  answer: StoredAnswer,
  request: ButtonRequest,
  parts: BotParts,
): Promise<Reply> {
  const excerpts = await parts.library.excerpts(answer.quotes);
  const quotes = answer.quotes.flatMap((stored, position) =>
    quoteAgain(stored, excerpts[position] ?? null),
  );
  if (quotes.length === 0) return noteTo(GONE);
  const { question, filters } = answer;
  const isPrivate = false;
  const reports = await reportsAgain(answer.reports, parts);
  const { id } = saveAnswer({
    request,
    question,
    filters,
    isPrivate,
    quotes,
    reports: reports.stored,
    originId: answer.id,
    parts,
  });
  const asked = shortenMarkdown(question, MAX_SHOWN_QUESTION_CHARS);
  const { channelId, serverId, parentId } = request.place;
  return {
    body: renderAnswer({
      answerId: id,
      quotes,
      header: `Shared by <@${request.member.id}>, who asked: ${asked}`,
      about: null,
      reports: reports.shown,
      buttons: {
        isPrivate,
        isUnasked: false,
        canFollowUp: !parts.readsMessages,
        canOpenThread: serverId !== null && parentId === null,
      },
      offset: 0,
      mayHaveMore: false,
    }),
    sent(place) {
      parts.conversations.record({
        answerId: id,
        conversationId: conversationBefore(answer, parts),
        channelId,
        messageId: place.id,
        questionMessageId: null,
        atMs: parts.now(),
      });
    },
  };
}

function quoteAgain(stored: StoredQuote, excerpt: Excerpt | null): Quote[] {
  if (excerpt === null) return [];
  const { score, highlights } = stored;
  return [{ ...excerpt, rank: 1, score, highlights }];
}
