import type { Excerpt, Quote } from '../quotes/quote.ts';
import { fileOf } from '../curation/suggest-files.ts';
import type { StoredAnswer, StoredQuote } from '../state/answers.ts';
import { tooManyQuestions, whyPrivate } from './answer-command.ts';
import { answerReply, saveAnswer } from './answer-reply.ts';
import { reportsAgain } from './answer-reports.ts';
import type { BotParts } from './bot-parts.ts';
import { takeQuestion } from './limits-of-server.ts';
import { conversationBefore } from './conversation.ts';
import { changeAndRecord } from './corpus/audit.ts';
import { followUpForm } from './follow-up.ts';
import { whyNotModerator } from './access.ts';
import { continueInThread } from './thread.ts';
import { isModerator } from './permissions.ts';
import { type Handling, noteTo, privateNote, type Reply } from './reply.ts';
import { renderAnswer } from './render/answer.ts';
import type { AnswerButton } from './render/buttons.ts';
import { renderEarlier } from './render/correction.ts';
import { renderReport } from './render/reports.ts';
import { shortenMarkdown } from './render/shorten.ts';
import { renderSurroundings } from './render/surroundings.ts';
import type { ButtonRequest } from './request.ts';

const TOO_OLD = 'That answer is too old for its buttons to work. Please ask your question again.';
const GONE = 'That article has been taken out of the corpus or changed since I quoted it.';

const MAX_SHOWN_QUESTION_CHARS = 300;

/** A press on a button under an answer. */
interface Press {
  readonly request: ButtonRequest;
  readonly answer: StoredAnswer;
  readonly parts: BotParts;
}

/** Does what a button under an answer promises. */
export function handleAnswerButton(
  button: AnswerButton,
  request: ButtonRequest,
  parts: BotParts,
): Handling {
  const answer = parts.answers.find(button.answerId);
  if (answer === null || !isHere(answer, request)) return privateNote(TOO_OLD);
  const press: Press = { request, answer, parts };
  switch (button.action) {
    case 'more':
      return showMore(press, button.position);
    case 'context':
      return showContext(press, button.position);
    case 'report':
      return showReport(press, button.position);
    case 'useful':
      return vote(press, true);
    case 'not-useful':
      return vote(press, false);
    case 'follow-up':
      return { acknowledge: 'form', form: followUpForm(answer.id) };
    case 'thread':
      return continueInThread(answer, request, parts);
    case 'mute-me':
      return muteMember(press);
    case 'mute-channel':
      return muteChannel(press);
    case 'share':
      return share(press);
    case 'remove':
      return remove(press);
  }
}

/**
 * Whoever takes a button's id to another server finds nothing there. What was asked on a server may
 * have been answered directly, to the asker alone.
 */
function isHere(answer: StoredAnswer, { place, member }: ButtonRequest): boolean {
  if (place.serverId === answer.serverId) return true;
  return place.serverId === null && member.id === answer.askerId;
}

function showMore({ request, answer, parts }: Press, offset: number): Handling {
  const slot = takeQuestion(request.member, request.place, parts);
  if (!slot.allowed) return tooManyQuestions(slot.retryAfterMs);
  const { question, filters } = answer;
  return {
    acknowledge: 'privately',
    reply: () =>
      answerReply({
        request,
        question,
        filters,
        isPrivate: true,
        notice: null,
        offset,
        // The same question once more, and not one that follows it.
        conversationId: conversationBefore(answer, parts),
        originId: answer.id,
        parts,
      }),
  };
}

function showContext({ answer, parts }: Press, position: number): Handling {
  const quote = answer.quotes[position];
  if (quote === undefined) return privateNote(TOO_OLD);
  return {
    acknowledge: 'privately',
    async reply(): Promise<Reply> {
      const surroundings = await parts.library.surroundings(quote);
      if (surroundings === null) return whatItSaid(quote, parts);
      return { body: renderSurroundings(surroundings), isPrivate: true };
    },
  };
}

/**
 * What an article said that has changed since or was withdrawn. Of one that was taken out of the corpus
 * nothing is shown.
 */
async function whatItSaid(quote: StoredQuote, { library }: BotParts): Promise<Reply> {
  const { path, text } = quote;
  if (path === undefined || text === undefined) return noteTo(GONE);
  const [file] = await library.suggestFiles(fileOf(path), 1);
  if (file?.path !== fileOf(path)) return noteTo(GONE);
  return {
    body: { content: GONE, embeds: [renderEarlier({ ...quote, path, text })] },
    isPrivate: true,
  };
}

function showReport({ answer, parts }: Press, position: number): Handling {
  const report = answer.reports[position];
  if (report === undefined) return privateNote(TOO_OLD);
  return {
    acknowledge: 'privately',
    async reply(): Promise<Reply> {
      const [excerpt = null] = await parts.library.excerpts([report]);
      if (excerpt === null) return noteTo(GONE);
      return { body: renderReport(excerpt, report.highlights), isPrivate: true };
    },
  };
}

function vote({ request, answer, parts }: Press, useful: boolean): Handling {
  parts.feedback.vote({ answerId: answer.id, voterId: request.member.id, useful });
  return privateNote(
    useful
      ? 'Noted: this was useful. Thank you.'
      : 'Noted: this was not what was asked. Thank you, it helps to find better quotes.',
  );
}

/** Posts a private answer for all to see, as the articles are now. */
function share({ request, answer, parts }: Press): Handling {
  if (request.member.id !== answer.askerId) return privateNote('Only who asked can share this.');
  const obstacle = whyPrivate(request.place, parts);
  if (obstacle !== null) return privateNote(`I cannot share it here. ${obstacle}`);
  return {
    acknowledge: 'publicly',
    async reply(): Promise<Reply> {
      const excerpts = await parts.library.excerpts(answer.quotes);
      const quotes = answer.quotes.flatMap((stored, position) =>
        quoteAgain(stored, excerpts[position] ?? null),
      );
      if (quotes.length === 0) return noteTo(GONE);
      const { question, filters } = answer;
      const isPrivate = false;
      const originId = answer.id;
      const { shown, stored } = await reportsAgain(answer.reports, parts);
      const { id } = saveAnswer({
        request,
        question,
        filters,
        isPrivate,
        quotes,
        reports: stored,
        originId,
        parts,
      });
      const asked = shortenMarkdown(question, MAX_SHOWN_QUESTION_CHARS);
      const header = `Shared by <@${request.member.id}>, who asked: ${asked}`;
      const { channelId, serverId, parentId } = request.place;
      const body = renderAnswer({
        answerId: id,
        quotes,
        header,
        about: null,
        reports: shown,
        buttons: {
          isPrivate,
          isUnasked: false,
          canFollowUp: !parts.readsMessages,
          canOpenThread: serverId !== null && parentId === null,
        },
        offset: 0,
        mayHaveMore: false,
      });
      return {
        body,
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
    },
  };
}

function quoteAgain(stored: StoredQuote, excerpt: Excerpt | null): Quote[] {
  if (excerpt === null) return [];
  const { score, highlights } = stored;
  return [{ ...excerpt, rank: 1, score, highlights }];
}

/** Not to be joined in on is everybody's own choice. */
function muteMember({ request: { member, place }, parts }: Press): Handling {
  if (place.serverId !== null) parts.mutes.mute(place.serverId, member.id);
  return privateNote(
    'I no longer answer your messages on this server unless you ask me. `/privacy` undoes that.',
  );
}

function muteChannel({ request, parts }: Press): Handling {
  const refusal = whyNotModerator(request, parts);
  const { serverId, channelId } = request.place;
  if (refusal !== null || serverId === null) return privateNote(refusal ?? '');
  changeAndRecord(
    () => parts.settings.setChannelMode(serverId, channelId, 'mentions'),
    (before) => ({
      action: 'setting',
      subject: `answers in <#${channelId}>`,
      detail: `${before ?? 'mentions'} → mentions`,
    }),
    request,
    parts,
  );
  return privateNote('I no longer join in here unasked. `/settings channel` undoes that.');
}

function remove({ request, answer, parts }: Press): Handling {
  if (request.member.id !== answer.askerId && !isModerator(request.member)) {
    return privateNote('Only who asked, or a moderator, can remove this answer.');
  }
  return {
    acknowledge: 'update',
    update() {
      parts.answers.remove(answer.id);
      return Promise.resolve(null);
    },
  };
}
