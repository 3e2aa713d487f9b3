import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
} from 'discord-api-types/v10';
import { type CalendarDate, formatDay, isCalendarDate } from '../../corpus/calendar-date.ts';
import { parseFullDate } from '../../corpus/find-dates.ts';
import type { Filters } from '../../retrieval/filters.ts';
import { answerCommand } from '../answer-command.ts';
import { LIMITS } from '../limits.ts';
import { type Choice, privateNote } from '../reply.ts';
import { type Command, FOR_MEMBERS, textOption } from './command.ts';

/** Longer questions say no more of what they are about. */
const MAX_QUESTION_CHARS = 1000;

const DAY_OPTIONS = {
  from: 'Only events from this day on, such as 2022-11-15',
  to: 'Only events up to this day',
  as_of: 'Only what was published by this day',
};

/** `/ask`: quotes that answer a question, for all to see unless the asker wants it private. */
export const askCommand: Command = {
  definition: {
    type: ApplicationCommandType.ChatInput,
    name: 'ask',
    description: 'Ask what was reported; I answer with quotes from the articles',
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'question',
        description: 'Your question, in your own words',
        required: true,
        min_length: 2,
        max_length: MAX_QUESTION_CHARS,
      },
      ...Object.entries(DAY_OPTIONS).map(
        ([name, description]): APIApplicationCommandBasicOption => ({
          type: ApplicationCommandOptionType.String,
          name,
          description,
          autocomplete: true,
          max_length: LIMITS.choice,
        }),
      ),
      {
        type: ApplicationCommandOptionType.String,
        name: 'outlet',
        description: 'Only articles of this outlet',
        autocomplete: true,
        max_length: LIMITS.choice,
      },
      {
        type: ApplicationCommandOptionType.Boolean,
        name: 'private',
        description: 'Show the answer to me alone',
      },
    ],
    ...FOR_MEMBERS,
  },

  handle(request, parts) {
    const question = textOption(request, 'question');
    if (question === undefined) return privateNote('What would you like to know?');
    const days: Record<string, string | undefined> = {};
    for (const name of Object.keys(DAY_OPTIONS)) {
      const typed = textOption(request, name);
      const day = typed === undefined ? undefined : readDay(typed);
      if (day === null) {
        return privateNote(
          `I could not read the day that you gave for \`${name}\`. Write it as in \`2022-11-15\` ` +
            'or `15 November 2022`, or choose one from the list that appears while you type.',
        );
      }
      days[name] = day;
    }
    const { from, to, as_of: asOf } = days;
    if (from !== undefined && to !== undefined && from > to) {
      return privateNote(
        `\`from\` is ${formatDay(from)} and \`to\` is ${formatDay(to)}: no day lies between them. ` +
          'Swap the two and ask again.',
      );
    }
    const filters: Filters = { from, to, asOf, outlet: textOption(request, 'outlet') };
    return answerCommand({
      request,
      question,
      filters,
      wantsPrivate: request.options['private'] === true,
      parts,
    });
  },

  async suggest({ option, typed }, { library }): Promise<Choice[]> {
    if (option === 'outlet') {
      const outlets = await library.suggestOutlets(typed, LIMITS.choices);
      return outlets.map((name) => ({ name, value: name }));
    }
    const kind = option === 'as_of' ? 'published' : 'event';
    const days = await library.suggestDates(kind, typed, LIMITS.choices);
    return days.map((day) => ({ name: formatDay(day), value: day }));
  },
};

/** A day as it was chosen from the list, or written with its year in any usual form. */
function readDay(typed: string): CalendarDate | null {
  return isCalendarDate(typed) ? typed : parseFullDate(typed);
}
