import { type CalendarDate, isCalendarDate } from '../../corpus/calendar-date.ts';

/** A page of a timeline, as a button under it names it. */
export interface TimelineButton {
  /** At most `MAX_TOPIC_CHARS` long, on one line. */
  readonly topic: string;
  readonly from?: CalendarDate | undefined;
  readonly to?: CalendarDate | undefined;
  /** Days before the page. */
  readonly offset: number;
}

/** In UTF-16 units; what is left of a button's id, which holds all that the page is made from. */
export const MAX_TOPIC_CHARS = 60;

const CUSTOM_ID = /^timeline:(0|[1-9]\d{0,3}):([\d-]{10}|):([\d-]{10}|):([^\n]{1,60})$/;

/** The id under which Discord reports that a button was pressed; 95 units at most. */
export function timelineButtonId({ topic, from = '', to = '', offset }: TimelineButton): string {
  return `timeline:${offset}:${from}:${to}:${topic}`;
}

/** Reads a button's id; null for one that does not stand under a timeline. */
export function parseTimelineButton(customId: string): TimelineButton | null {
  const [, offset, from, to, topic] = CUSTOM_ID.exec(customId) ?? [];
  if (offset === undefined || topic === undefined) return null;
  const days = [from, to].map((day) => (day === '' ? undefined : day));
  if (days.some((day) => day !== undefined && !isCalendarDate(day))) return null;
  return { topic, from: days[0], to: days[1], offset: Number(offset) };
}
