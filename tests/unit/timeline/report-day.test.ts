import { describe, expect, it } from 'vitest';
import { findDates } from '../../../src/corpus/find-dates.ts';
import { reportDayOf } from '../../../src/timeline/report-day.ts';

const PUBLISHED = '2022-11-16';

/** The day of the part of a text that stands between bars. */
function dayOf(marked: string): string {
  const [before = '', within = '', behind = ''] = marked.split('|');
  const text = before + within + behind;
  const slice = { start: before.length, end: before.length + within.length };
  const eventDates = findDates(text, PUBLISHED);
  const passage = { start: 0, end: text.length, eventDates };
  const { span, kind } = reportDayOf(text, passage, slice, PUBLISHED);
  return `${kind} ${span.from}${span.to === span.from ? '' : `/${span.to}`}`;
}

describe('the day of a report', () => {
  it.each([
    ['the day that it names', '|On Tuesday the bridge was opened.|', 'event 2022-11-15'],
    ['the day of publication where there is none', '|The bridge is open.|', 'published 2022-11-16'],
    [
      'the one day that its passage names',
      'The vote was on 3 October. |The bridge is open.|',
      'event 2022-10-03',
    ],
    [
      'its own day, of several in the passage',
      'The vote was on 3 October. |On Tuesday the bridge was opened.| It closes on 20 November.',
      'event 2022-11-15',
    ],
    [
      'the last day named before it, of several',
      'It was planned on 3 October. On Tuesday came the mayor. |The bridge is open.| It closes on 20 November.',
      'event 2022-11-15',
    ],
    [
      'a span of a few days',
      '|From 12 to 14 November the bridge was closed.|',
      'event 2022-11-12/2022-11-14',
    ],
    [
      'the day of publication rather than a whole month',
      '|The bridge was built in May 2021.|',
      'published 2022-11-16',
    ],
  ])('is %s', (_, text, day) => {
    expect(dayOf(text)).toBe(day);
  });
});
