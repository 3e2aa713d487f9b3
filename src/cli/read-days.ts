import { type CalendarDate, isCalendarDate } from '../corpus/calendar-date.ts';
import { ConfigError } from '../errors.ts';

/** The days of an option each, as typed or read; undefined where the option is not given. */
export interface DayRange<Day> {
  readonly from?: Day | undefined;
  readonly to?: Day | undefined;
}

/**
 * Reads `--from` and `--to`.
 *
 * @throws ConfigError where one is no day, or the first is the later one.
 */
export async function readDayRange(typed: DayRange<string>): Promise<DayRange<CalendarDate>> {
  const from = await readDay('--from', typed.from);
  const to = await readDay('--to', typed.to);
  if (from !== undefined && to !== undefined && from > to) {
    throw new ConfigError(
      `--from must be a day before --to, found ${from} and ${to}; swap the two`,
    );
  }
  return { from, to };
}

/** @throws ConfigError where it is no day. */
export async function readDay(
  option: string,
  typed: string | undefined,
): Promise<CalendarDate | undefined> {
  if (typed === undefined || isCalendarDate(typed)) return typed;
  // Loaded late, since few questions need it and each start would pay for it.
  const { parseFullDate } = await import('../corpus/find-dates.ts');
  const day = parseFullDate(typed);
  if (day === null) {
    throw new ConfigError(`${option} must be a day such as 2022-11-15, found "${typed}"`);
  }
  return day;
}
