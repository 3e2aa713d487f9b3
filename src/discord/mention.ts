import { analyze } from '../retrieval/analyze.ts';
import { permissionsNotice, tooManyQuestions } from './answer-command.ts';
import { answerReply, SHORT_LIVED_MS } from './answer-reply.ts';
import type { BotParts } from './bot-parts.ts';
import { conversationOf } from './conversation.ts';
import { takePublicAnswer, takeQuestion } from './limits-of-server.ts';
import { canWrite, missingPermissions } from './permissions.ts';
import { plainQuestion } from './plain-question.ts';
import type { Handling, Reply } from './reply.ts';
import { linkToSameAnswer } from './repeated-question.ts';
import type { MentionRequest, OverheardRequest } from './request.ts';

/**
 * A remark of fewer telling words, such as "is that true?", is about the message it replies to, unless
 * it names somebody or something.
 */
const MIN_OWN_WORDS = 3;

/** Answers a message to the bot; null where it is to stay silent. */
export function handleMention(
  request: MentionRequest | OverheardRequest,
  parts: BotParts,
): Handling | null {
  const { place, member } = request;
  if (parts.settings.modeOf(place) === 'off') return null;
  const slot = takeQuestion(member, place, parts);
  if (!slot.allowed) return tooManyQuestions(slot.retryAfterMs);

  const missing = missingPermissions(place);
  if (missing.length > 0) {
    return note(permissionsNotice(missing), { isPrivate: !canWrite(place) });
  }
  const question = questionOf(request);
  if (question === null) {
    return note(
      'I see no text in that message: Discord does not show me messages that are not addressed to ' +
        'me. If there is some, right-click the message (or hold it on a phone), then **Apps** and ' +
        '**Find quotes on this**.',
    );
  }
  if (question === '') {
    return note('What would you like to know? Write your question after my name, or use `/ask`.');
  }
  const conversationId = conversationOf(request, parts);
  const link = conversationId === null ? linkToSameAnswer(question, {}, place, parts) : null;
  if (link !== null) return note(`I have just answered that: ${link}`);
  const isPrivate = place.serverId !== null && !takePublicAnswer(place, parts).allowed;
  const notice = isPrivate
    ? 'There have been many answers in that channel just now, so I answer you here.'
    : null;
  return {
    acknowledge: isPrivate ? 'privately' : 'publicly',
    reply: () =>
      answerReply({
        request,
        question,
        filters: {},
        isPrivate,
        notice,
        conversationId,
        sourceMessageId: sourceOf(request, question),
        parts,
      }),
  };
}

/**
 * What a message asks: its own words, or those of the message that it replies to when it has next to
 * none itself. Null when there is no text in that message, or Discord withholds it.
 */
export function questionOf({ text, repliesTo }: MentionRequest | OverheardRequest): string | null {
  const own = plainQuestion(text);
  if (repliesTo === null || repliesTo.isByThisBot) return own;
  if (isQuestionOfItsOwn(own)) return own;
  const theirs = plainQuestion(repliesTo.text);
  return theirs === '' ? null : theirs;
}

/** The message that the words of a question were taken from; null where it is the one that asks. */
export function sourceOf(
  { text, repliesTo }: MentionRequest | OverheardRequest,
  question: string,
): string | null {
  return question === plainQuestion(text) ? null : (repliesTo?.id ?? null);
}

function isQuestionOfItsOwn(text: string): boolean {
  const words = analyze(text);
  // The first one may have its capital from opening the sentence.
  return words.length >= MIN_OWN_WORDS || words.slice(1).some(({ isCapitalised }) => isCapitalised);
}

/** A short message that does not stay. */
function note(content: string, { isPrivate = false } = {}): Handling {
  const reply: Reply = isPrivate
    ? { body: { content }, isPrivate }
    : { body: { content }, removeAfterMs: SHORT_LIVED_MS };
  return {
    acknowledge: isPrivate ? 'privately' : 'publicly',
    reply: () => Promise.resolve(reply),
  };
}
