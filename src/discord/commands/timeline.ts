import { ApplicationCommandOptionType, ApplicationCommandType } from 'discord-api-types/v10';
import { formatDay } from '../../corpus/calendar-date.ts';
import { tooManyQuestions, whyPrivate } from '../answer-command.ts';
import { takeQuestion } from '../limits-of-server.ts';
import { LIMITS } from '../limits.ts';
import { labelOf } from '../render/shorten.ts';
import { MAX_TOPIC_CHARS, type TimelineButton } from '../render/timeline-button.ts';
import { privateNote } from '../reply.ts';
import { timelineReply, turnTimelinePage } from '../timeline-reply.ts';
import type { BotParts } from '../bot-parts.ts';
import type { Handling } from '../reply.ts';
import type { ButtonRequest } from '../request.ts';
import { type Command, FOR_MEMBERS, textOption } from './command.ts';
import { dayOption, readDayOptions } from './day-options.ts';

/** `/timeline`: a quote a day, from the first report on a topic to the latest, with a picture. */
export const timelineCommand: Command = {
  definition: {
    type: ApplicationCommandType.ChatInput,
    name: 'timeline',
    description: 'Show what was reported on a topic day by day, with a quote for each day',
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'topic',
        description: 'The topic in a few words, such as power cuts in Kherson',
        required: true,
        min_length: 2,
        max_length: MAX_TOPIC_CHARS,
      },
      dayOption('from', 'Only from this day on, such as 2022-11-15'),
      dayOption('to', 'Only up to this day'),
      {
        type: ApplicationCommandOptionType.Boolean,
        name: 'private',
        description: 'Show the timeline to me alone',
      },
    ],
    ...FOR_MEMBERS,
  },

  handle(request, parts) {
    const topic = labelOf(textOption(request, 'topic') ?? null);
    if (topic === null) return privateNote('Which topic would you like a timeline of?');
    if (topic.length > MAX_TOPIC_CHARS) {
      return privateNote(
        `That is a long topic. Please name it in up to ${MAX_TOPIC_CHARS} characters.`,
      );
    }
    const read = readDayOptions(request, ['from', 'to']);
    if (read.problem !== null) return privateNote(read.problem);
    const slot = takeQuestion(request.member, request.place, parts);
    if (!slot.allowed) return tooManyQuestions(slot.retryAfterMs);
    const wantsPrivate = request.options['private'] === true;
    const notice = wantsPrivate ? null : whyPrivate(request.place, parts);
    const page: TimelineButton = { topic, from: read.days['from'], to: read.days['to'], offset: 0 };
    return {
      acknowledge: wantsPrivate || notice !== null ? 'privately' : 'publicly',
      reply: () => timelineReply(page, { place: request.place, notice, parts }),
    };
  },

  async suggest({ typed }, { library }) {
    const days = await library.suggestDates('event', typed, LIMITS.choices);
    return days.map((day) => ({ name: formatDay(day), value: day }));
  },
};

/** Turns to another page of a timeline. */
export function handleTimelineButton(
  page: TimelineButton,
  { member, place }: ButtonRequest,
  parts: BotParts,
): Handling {
  const slot = takeQuestion(member, place, parts);
  if (!slot.allowed) return tooManyQuestions(slot.retryAfterMs);
  return { acknowledge: 'update', update: () => turnTimelinePage(page, { place, parts }) };
}
