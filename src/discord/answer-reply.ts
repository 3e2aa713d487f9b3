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
import { noteTo, type Outcome, type Reply } from './reply.ts';
import { renderAnswer } from './render/answer.ts';
import { withdrawnNotice } from './render/correction.ts';
import { renderNothingFound, renderUnreadable } from './render/nothing-found.ts';
import type { Place, Request } from './request.ts';

/** Quotes in one message. */
export const QUOTES_PER_REPLY = 3;
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
  const { request, question, filters, isPrivate, notice, offset = 0, parts } = asked;
  const { conversationId = null, sourceMessageId = null, isUnasked = false } = asked;
  let answer: Answer;
  try {
    answer = await parts.library.answer(question, {
      filters: { ...filters, ...filtersOf(request.place, parts) },
      history: await historyOf(conversationId, parts),
      limit: offset + QUOTES_PER_REPLY,
    });
  } catch (error) {
    if (!(error instanceof BusyError)) throw error;
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
    return forAskerAlone(
      request,
      'nothing_found',
      renderUnreadable(answer.unreadableScript, languages),
    );
  }
  const withdrawn = answer.withdrawn === undefined ? [] : [withdrawnNotice(answer.withdrawn)];
  if (quotes.length === 0) {
    const isFiltered = Object.values(filters).some((value) => value !== undefined);
    // A question that limits leave unanswered is no gap in the articles.
    if (!isFiltered && !isConfidential(request)) {
      const { serverId } = request.place;
      const messageId = sourceMessageId ?? messageIdOf(request);
      parts.gaps.record({ serverId, question, askedAtMs: parts.now(), messageId });
    }
    const body = renderNothingFound(answer, { isFiltered });
    const content = [...withdrawn, body.content ?? ''].join('\n');
    return forAskerAlone(request, 'nothing_found', { ...body, content });
  }
  const { originId = null } = asked;
  const lines = [...(notice === null ? [] : [notice]), ...withdrawn];
  // They stand with the first quotes.
  const reports = offset > 0 ? WITHOUT_REPORTS : reportsOf(answer);
  const stored = saveAnswer({
    request,
    question,
    filters,
    isPrivate,
    quotes,
    reports: reports.stored,
    originId,
    parts,
  });
  return {
    body: renderAnswer({
      answerId: stored.id,
      quotes,
      header: lines.length === 0 ? null : lines.join('\n'),
      about: answer.inherited === undefined ? null : describeInherited(answer.inherited),
      reports: reports.shown,
      buttons: {
        isPrivate,
        isUnasked,
        canFollowUp: !parts.readsMessages,
        canOpenThread:
          !isPrivate && request.place.serverId !== null && request.place.parentId === null,
      },
      offset,
      mayHaveMore: found.length === QUOTES_PER_REPLY || found.length > quotes.length,
    }),
    isPrivate,
    outcome: 'answered',
    sent(place) {
      parts.conversations.record({
        answerId: stored.id,
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

/** What the moderators of a server have chosen not to be quoted there. */
function filtersOf({ serverId }: Place, { settings }: BotParts): Filters {
  const isOff = serverId !== null && settings.get(serverId).sampleCorpus === false;
  return isOff ? { sampleCorpus: false } : {};
}

/** The message that asked; null where none did. */
function messageIdOf({ kind, id }: Request): string | null {
  return kind === 'mention' || kind === 'overheard' ? id : null;
}

/** Whether moderators are not to see a question: it was asked privately, or somebody else wrote it. */
function isConfidential(request: Request): boolean {
  return (
    request.kind === 'command' && (request.options['private'] === true || request.target !== null)
  );
}

/** What is of no use to others: private where Discord allows it, gone after a while elsewhere. */
function forAskerAlone({ kind }: Request, outcome: Outcome, body: Reply['body']): Reply {
  return kind === 'mention' || kind === 'overheard'
    ? { body, removeAfterMs: SHORT_LIVED_MS, outcome }
    : { body, isPrivate: true, outcome };
}
