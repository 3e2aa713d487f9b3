import type { Filters } from '../retrieval/filters.ts';
import { answerReply } from './answer-reply.ts';
import type { BotParts } from './bot-parts.ts';
import { takePublicAnswer, takeQuestion } from './limits-of-server.ts';
import { missingPermissions } from './permissions.ts';
import { type Handling, noteTo } from './reply.ts';
import type { CommandRequest, Place } from './request.ts';
import { linkToSameAnswer } from './repeated-question.ts';
import { waitInWords } from './wait-in-words.ts';

/** Answers a question that was asked with a command. */
export function answerCommand({
  request,
  question,
  filters,
  wantsPrivate,
  parts,
}: {
  readonly request: CommandRequest;
  readonly question: string;
  readonly filters: Filters;
  readonly wantsPrivate: boolean;
  readonly parts: BotParts;
}): Handling {
  const slot = takeQuestion(request.member, request.place, parts);
  if (!slot.allowed) return tooManyQuestions(slot.retryAfterMs);
  // In this order, as an answer for all to see is one of those that the channel may have in a minute.
  const notice = wantsPrivate
    ? null
    : (whyRepeated(question, { filters, request, parts }) ?? whyPrivate(request.place, parts));
  const isPrivate = wantsPrivate || notice !== null;
  return {
    acknowledge: isPrivate ? 'privately' : 'publicly',
    reply: () =>
      answerReply({
        request,
        question,
        filters,
        isPrivate,
        notice,
        sourceMessageId: request.target?.id ?? null,
        parts,
      }),
  };
}

/**
 * That the answer stands a little further up already, so that it need not be shown to all again. Who
 * runs the very same command twice wants just that.
 */
function whyRepeated(
  question: string,
  { filters, request, parts }: { filters: Filters; request: CommandRequest; parts: BotParts },
): string | null {
  const { place, member } = request;
  const link = linkToSameAnswer(question, filters, place, parts, member.id);
  return link === null
    ? null
    : `I have just answered that: ${link} Here it is once more, for you alone.`;
}

/** What somebody is told who asks faster than one can read. */
export function tooManyQuestions(retryAfterMs: number): Handling {
  const wait = waitInWords(retryAfterMs);
  const note = noteTo(`You have asked a lot in one minute. Please ask again ${wait}.`);
  return {
    acknowledge: 'privately',
    reply: () => Promise.resolve({ ...note, outcome: 'rate_limited' }),
  };
}

/**
 * Why an answer cannot be for all to see in a place; null when it can. Takes one of the channel's
 * answers when it can.
 */
export function whyPrivate(place: Place, parts: BotParts): string | null {
  if (parts.settings.modeOf(place) === 'off') {
    return 'I am switched off in this channel, so only you see this.';
  }
  const missing = missingPermissions(place);
  if (missing.length > 0) return `${permissionsNotice(missing)} So only you see this.`;
  if (!takePublicAnswer(place, parts).allowed) {
    return 'There have been many answers in this channel just now, so only you see this one.';
  }
  return null;
}

/** Names what the bot may not do in a channel; Discord's own error never says which it is. */
export function permissionsNotice(missing: readonly string[]): string {
  const names = missing.map((name) => `**${name}**`).join(', ');
  const [noun, them] = missing.length === 1 ? ['permission', 'it'] : ['permissions', 'them'];
  return `In this channel I lack the ${noun} ${names}; whoever manages the server can give ${them} to me.`;
}
