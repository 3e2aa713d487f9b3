import { ApplicationCommandOptionType, ApplicationCommandType } from 'discord-api-types/v10';
import { formatDay } from '../../corpus/calendar-date.ts';
import type { Filters } from '../../retrieval/filters.ts';
import { answerCommand } from '../answer-command.ts';
import { LIMITS } from '../limits.ts';
import { type Choice, privateNote } from '../reply.ts';
import { type Command, FOR_MEMBERS, textOption } from './command.ts';
import { dayOption, readDayOptions } from './day-options.ts';

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
      ...Object.entries(DAY_OPTIONS).map(([name, description]) => dayOption(name, description)),
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
    const read = readDayOptions(request, Object.keys(DAY_OPTIONS));
    if (read.problem !== null) return privateNote(read.problem);
    const { from, to, as_of: asOf } = read.days;
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
