import { describeInherited } from '../conversation/describe-inherited.ts';
import { isSureEnough } from '../discussion/is-sure-enough.ts';
import { MIN_CONFIDENCE } from '../quotes/answer-question.ts';
import { BusyError } from '../quotes/library.ts';
import type { Answer, Quote } from '../quotes/quote.ts';
import type { Filters } from '../retrieval/filters.ts';
import type { StoredAnswer, StoredReport } from '../state/answers.ts';
import { reportsOf, WITHOUT_REPORTS } from './answer-reports.ts';
import type { BotParts } from './bot-parts.ts';
import { historyOf } from './conversation.ts';
import { quotesSamples } from './quotes-samples.ts';
import { noteTo, type Outcome, type Reply } from './reply.ts';
import { renderAnswer } from './render/answer.ts';
import { withdrawnNotice } from './render/correction.ts';
import { renderNothingFound, renderUnreadable } from './render/nothing-found.ts';
import type { Request } from './request.ts';

/** Quotes in one message. */
const QUOTES_PER_REPLY = 3;
/** How long a message that only says that there is nothing stays in a channel. */
export const SHORT_LIVED_MS = 60_000;

export interface AnswerRequest {
  readonly request: Request;
  readonly question: string;
  readonly filters: Filters;
  readonly isPrivate: boolean;
  /** A line above the quotes; null for none. */
  readonly notice: string | null;
  /** Quotes that have been shown already. */
  readonly offset?: number;
  /** The conversation that the question goes on with; null for a new one. */
  readonly conversationId?: string | null;
  /** The message that the words were taken from, where it is not the one that asked. */
  readonly sourceMessageId?: string | null;
  /** The answer that this one shows more of; when that is forgotten, so is this. */
  readonly originId?: string | null;
  /** Whether nobody asked the bot; then only what it is sure of is an answer. */
  readonly isUnasked?: boolean;
  readonly parts: BotParts;
}

/** Asks the library and turns what it finds into a reply whose buttons know the question. */
export async function answerReply(asked: AnswerRequest): Promise<Reply> {
  const { request, question, offset = 0, isUnasked = false, parts } = asked;
  const answer = await askLibrary(asked);
  if (answer === null) {
    return forAskerAlone(request, 'busy', {
      content: 'A great many questions came in just now. Please ask again in a minute.',
    });
  }
  if (isUnasked && !isSureEnough(answer, question)) return { body: {}, outcome: 'nothing_found' };
  const found = answer.quotes.slice(offset);
  // What is only related is shown to those who ask for more. Scores do not rise, so this is a prefix.
  const quotes = offset > 0 ? found : found.filter(({ score }) => score >= MIN_CONFIDENCE);
  if (quotes.length === 0 && offset > 0) return noteTo('Those were all the quotes that I have.');
  if (answer.unreadableScript !== undefined) {
    const { languages } = await parts.library.overview();
    const body = renderUnreadable(answer.unreadableScript, languages);
    return forAskerAlone(request, 'nothing_found', body);
  }
  if (quotes.length === 0) return nothingFound(answer, asked);
  const mayHaveMore = found.length === QUOTES_PER_REPLY || found.length > quotes.length;
  return withQuotes(answer, { quotes, mayHaveMore }, asked);
}

/** Null where there are too many questions just now. */
async function askLibrary(asked: AnswerRequest): Promise<Answer | null> {
  const { request, question, filters, offset = 0, conversationId = null, parts } = asked;
  try {
    return await parts.library.answer(question, {
      filters: { ...filters, ...(!quotesSamples(request.place, parts) && { sampleCorpus: false }) },
      history: await historyOf(conversationId, parts),
      limit: offset + QUOTES_PER_REPLY,
    });
  } catch (error) {
    if (!(error instanceof BusyError)) throw error;
    return null;
  }
}

/** That nothing answers, which is noted for the moderators where they may know the question. */
function nothingFound(answer: Answer, asked: AnswerRequest): Reply {
  const { request, question, filters, isPrivate, notice, sourceMessageId, parts } = asked;
  const isFiltered = Object.values(filters).some((value) => value !== undefined);
  // Without a notice that says why, an answer is private because the asker wants it so.
  const isConfidential = isPrivate && notice === null;
  // A question that limits leave unanswered is no gap in the articles.
  if (!isFiltered && !isConfidential) {
    const { serverId } = request.place;
    const messageId = sourceMessageId ?? messageIdOf(request);
    parts.gaps.record({ serverId, question, askedAtMs: parts.now(), messageId });
  }
  const body = renderNothingFound(answer, { isFiltered });
  const content = [...withdrawnLines(answer), body.content ?? ''].join('\n');
  return forAskerAlone(request, 'nothing_found', { ...body, content });
}

function withQuotes(
  answer: Answer,
  { quotes, mayHaveMore }: { readonly quotes: readonly Quote[]; readonly mayHaveMore: boolean },
  asked: AnswerRequest,
): Reply {
  const { request, isPrivate, notice, offset = 0, isUnasked = false, parts } = asked;
  const { conversationId = null, sourceMessageId = null } = asked;
  const { serverId, parentId } = request.place;
  const lines = [...(notice === null ? [] : [notice]), ...withdrawnLines(answer)];
  // They stand with the first quotes.
  const reports = offset > 0 ? WITHOUT_REPORTS : reportsOf(answer);
  const { id: answerId } = saveAnswer({ ...asked, quotes, reports: reports.stored });
  return {
    body: renderAnswer({
      answerId,
      quotes,
      header: lines.length === 0 ? null : lines.join('\n'),
      about: answer.inherited === undefined ? null : describeInherited(answer.inherited),
      reports: reports.shown,
      buttons: {
        isPrivate,
        isUnasked,
        canFollowUp: !parts.readsMessages,
        canOpenThread: !isPrivate && serverId !== null && parentId === null,
      },
      offset,
      mayHaveMore,
    }),
    isPrivate,
    outcome: 'answered',
    sent(place) {
      parts.conversations.record({
        answerId,
        conversationId,
        channelId: place.channelId,
        // Nobody can reply to what the asker alone sees.
        messageId: isPrivate ? null : place.id,
        questionMessageId: messageIdOf(request),
        sourceMessageId,
        atMs: parts.now(),
      });
    },
  };
}

function withdrawnLines({ withdrawn }: Answer): string[] {
  return withdrawn === undefined ? [] : [withdrawnNotice(withdrawn)];
}

/** Keeps what the buttons under an answer need. */
export function saveAnswer({
  request: { member, place },
  question,
  filters,
  isPrivate,
  quotes,
  reports,
  originId = null,
  parts,
}: {
  readonly request: Request;
  readonly question: string;
  readonly filters: Filters;
  readonly isPrivate: boolean;
  readonly quotes: readonly Quote[];
  readonly reports: readonly StoredReport[];
  readonly originId?: string | null;
  readonly parts: BotParts;
}): StoredAnswer {
  return parts.answers.save(
    {
      askerId: member.id,
      serverId: place.serverId,
      channelId: place.channelId,
      question,
      filters,
      isPrivate,
      askedAtMs: parts.now(),
      quotes: quotes.map(({ article, start, end, score, highlights, text }) => ({
        articleId: article.id,
        sha256: article.sha256,
        start,
        end,
        score,
        highlights,
        text,
        path: article.path,
      })),
      reports,
    },
    { originId },
  );
}

/** The message that asked; null where none did. */
function messageIdOf({ kind, id }: Request): string | null {
  return kind === 'mention' || kind === 'overheard' ? id : null;
}

/** What is of no use to others: private where Discord allows it, gone after a while elsewhere. */
function forAskerAlone({ kind }: Request, outcome: Outcome, body: Reply['body']): Reply {
  return kind === 'mention' || kind === 'overheard'
    ? { body, removeAfterMs: SHORT_LIVED_MS, outcome }
    : { body, isPrivate: true, outcome };
}
