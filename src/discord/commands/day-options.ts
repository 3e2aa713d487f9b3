import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
} from 'discord-api-types/v10';
import { type CalendarDate, formatDay, isCalendarDate } from '../../corpus/calendar-date.ts';
import { parseFullDate } from '../../corpus/find-dates.ts';
import { LIMITS } from '../limits.ts';
import type { CommandRequest } from '../request.ts';
import { textOption } from './command.ts';

/** Days that a member gave, by the names of the options; or why they cannot be used, in words. */
export type DaysRead =
  | { readonly days: Readonly<Record<string, CalendarDate | undefined>>; readonly problem: null }
  | { readonly problem: string };

/** An option that takes a day, and offers days while it is typed. */
export function dayOption(name: string, description: string): APIApplicationCommandBasicOption {
  return {
    type: ApplicationCommandOptionType.String,
    name,
    description,
    autocomplete: true,
    max_length: LIMITS.choice,
  };
}

/** Reads options that take a day; `from` and `to` have to be in order. */
export function readDayOptions(request: CommandRequest, names: readonly string[]): DaysRead {
  const days: Record<string, CalendarDate | undefined> = {};
  for (const name of names) {
    const typed = textOption(request, name);
    const day = typed === undefined ? undefined : readDay(typed);
    if (day === null) {
      return {
        problem:
          `I could not read the day that you gave for \`${name}\`. Write it as in \`2022-11-15\` ` +
          'or `15 November 2022`, or choose one from the list that appears while you type.',
      };
    }
    days[name] = day;
  }
  const { from, to } = days;
  if (from !== undefined && to !== undefined && from > to) {
    return {
      problem:
        `\`from\` is ${formatDay(from)} and \`to\` is ${formatDay(to)}: no day lies between them. ` +
        'Swap the two and ask again.',
    };
  }
  return { days, problem: null };
}

/** A day as it was chosen from the list, or written with its year in any usual form. */
function readDay(typed: string): CalendarDate | null {
  return isCalendarDate(typed) ? typed : parseFullDate(typed);
}
