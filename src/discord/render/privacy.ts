import { ButtonStyle } from 'discord-api-types/v10';
import type { StoredAboutMember } from '../../state/personal-data.ts';
import type { MessageBody } from '../reply.ts';
import { renderButton, rowsOf } from './buttons.ts';
import { renderMoment } from './moment.ts';
import { countOf } from './overview-line.ts';
import { labelOf, shortenMarkdown } from './shorten.ts';

/** The id of the button that deletes what is kept about whoever presses it. */
export const FORGET_ME_ID = 'forget-me';
/** The id of the button with which a member may be answered unasked again. */
export const UNMUTE_ME_ID = 'unmute-me';

/** Questions that are shown as examples of what is kept. */
const MAX_QUESTIONS = 5;
const MAX_QUESTION_CHARS = 150;

/** What is kept about a member, with a button that deletes it. */
export function renderPrivacy(
  { questions, turns, votes, mutedOn, deeds }: StoredAboutMember,
  {
    keepQuestionsDays,
    serverId,
  }: { readonly keepQuestionsDays: number; readonly serverId: string | null },
): MessageBody {
  const howLong =
    keepQuestionsDays === 0
      ? 'Questions are never written to disk; I remember them for an hour, for the buttons.'
      : `Questions are deleted after ${countOf(keepQuestionsDays, 'day')}.`;
  const lines = [
    `**${countOf(questions.length, 'question')}** that you asked, with where their quotes stand. ${howLong}`,
    ...questions
      .slice(0, MAX_QUESTIONS)
      .map(
        ({ question, askedAtMs }) =>
          `- ${shortenMarkdown(labelOf(question) ?? '–', MAX_QUESTION_CHARS)} · ${renderMoment(askedAtMs)}`,
      ),
    ...(questions.length > MAX_QUESTIONS ? [`- and ${questions.length - MAX_QUESTIONS} more`] : []),
    `**${turns}** of them ${turns === 1 ? 'belongs' : 'belong'} to a conversation that has not ended.`,
    `**${countOf(votes, 'vote')}** on answers that are still kept. Votes are stored without your name; those on answers that are gone cannot be told from anybody else’s.`,
    `**${countOf(mutedOn.length, 'server')}** on which I do not answer you unasked.`,
    ...(deeds > 0
      ? [
          `**${deeds === 1 ? '1 entry' : `${deeds} entries`}** in the log of what moderators do. The log is there to be kept, and is not deleted.`,
        ]
      : []),
    'Deleting a message of yours deletes what I kept of it. What Discord itself keeps is up to Discord.',
  ];
  const isMutedHere = serverId !== null && mutedOn.includes(serverId);
  const hasSomething = questions.length + votes + mutedOn.length > 0;
  return {
    embeds: [{ title: 'What I keep about you', description: lines.join('\n') }],
    components: rowsOf([
      ...(isMutedHere ? [renderButton('Answer me unasked again', UNMUTE_ME_ID)] : []),
      ...(hasSomething
        ? [{ ...renderButton('Delete it all', FORGET_ME_ID), style: ButtonStyle.Danger as const }]
        : []),
    ]),
  };
}
