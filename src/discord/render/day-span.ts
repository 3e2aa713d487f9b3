import { type DateSpan, formatDay } from '../../corpus/calendar-date.ts';

/** `14–16 November 2022`: a span of days in words, saying nothing twice. */
export function formatSpan({ from, to }: DateSpan): string {
  if (from === to) return formatDay(from);
  if (from.slice(0, 7) === to.slice(0, 7)) return `${Number(from.slice(8))}–${formatDay(to)}`;
  const isSameYear = from.slice(0, 4) === to.slice(0, 4);
  const first = isSameYear ? formatDay(from).replace(/ \d+$/, '') : formatDay(from);
  return `${first} – ${formatDay(to)}`;
}
