import { fileOfArticle } from '../corpus/article.ts';
import type { StoredAnswer, StoredQuote } from '../state/answers.ts';
import { tooManyQuestions } from './answer-command.ts';
import { answerReply } from './answer-reply.ts';
import type { BotParts } from './bot-parts.ts';
import { takeQuestion } from './limits-of-server.ts';
import { conversationBefore } from './conversation.ts';
import { changeAndRecord } from './corpus/audit.ts';
import { followUpForm } from './follow-up.ts';
import { isHere } from './is-here.ts';
import { mayRemove, whyNotModerator } from './access.ts';
import { continueInThread } from './thread.ts';
import { type Handling, noteTo, privateNote, type Reply } from './reply.ts';
import type { AnswerButton } from './render/buttons.ts';
import { renderEarlier } from './render/correction.ts';
import { renderReport } from './render/reports.ts';
import { renderSurroundings } from './render/surroundings.ts';
import type { ButtonRequest } from './request.ts';
import { GONE, shareAnswer } from './share-answer.ts';

const TOO_OLD = 'That answer is too old for its buttons to work. Please ask your question again.';

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
      return shareAnswer(answer, request, parts);
    case 'remove':
      return remove(press);
  }
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
async function whatItSaid(
  quote: Omit<StoredQuote, 'score'>,
  { library }: BotParts,
): Promise<Reply> {
  const { path, text } = quote;
  if (path === undefined || text === undefined) return noteTo(GONE);
  const [file] = await library.suggestFiles(fileOfArticle(path), 1);
  if (file?.path !== fileOfArticle(path)) return noteTo(GONE);
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
      if (excerpt === null) return whatItSaid(report, parts);
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
  const before = parts.settings.modeOf(request.place);
  // Where the bot has been switched off since, it stays so.
  if (before === 'discussion') {
    changeAndRecord(
      () => parts.settings.setChannelMode(serverId, channelId, 'mentions'),
      () => ({
        action: 'setting',
        subject: `answers in <#${channelId}>`,
        detail: `${before} → mentions`,
      }),
      request,
      parts,
    );
  }
  return privateNote('I no longer join in here unasked. `/settings channel` undoes that.');
}

function remove({ request, answer, parts }: Press): Handling {
  if (!mayRemove(answer.askerId, request, parts)) {
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
