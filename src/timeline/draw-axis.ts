import { formatDay } from '../corpus/calendar-date.ts';
import { daysBetween } from '../corpus/day-arithmetic.ts';
import { type Drawing, FONT_FAMILIES } from './canvas.ts';
import type { Chart } from './chart.ts';
import { COLOURS, MARGIN, WIDTH } from './look.ts';

export const AXIS_HEIGHT = 116;
const BARS_HEIGHT = 48;
const LABEL_SIZE = 22;
const LABEL_LINE = 36;
const MIN_BAR_WIDTH = 3;
const MAX_BAR_WIDTH = 24;
const MIN_BAR_HEIGHT = 8;

/**
 * Draws all days of a timeline at their places in time, with a bar for the reports of each, and the
 * first and the last day in words. The days that are shown in full stand out.
 */
export function drawAxis(drawing: Drawing, { days, firstRow, rows }: Chart, top: number): void {
  const [first, last] = [days[0]!.day, days.at(-1)!.day];
  const span = daysBetween(first, last);
  const room = WIDTH - 2 * MARGIN;
  const width = Math.min(MAX_BAR_WIDTH, Math.max(MIN_BAR_WIDTH, (0.7 * room) / (span + 1)));
  const most = Math.max(...days.map(({ reports }) => reports));
  const baseline = top + BARS_HEIGHT;
  drawing.fillStyle = COLOURS.quietBar;
  drawing.fillRect(MARGIN, baseline, room, 2);
  const drawBars = (from: number, to: number): void => {
    for (const { day, reports } of days.slice(from, to)) {
      const height = Math.max(MIN_BAR_HEIGHT, (BARS_HEIGHT * reports) / most);
      const x = MARGIN + ((room - width) * daysBetween(first, day)) / Math.max(1, span);
      drawing.fillRect(x, baseline - height, width, height);
    }
  };
  drawBars(0, days.length);
  // Later, since bars overlap where there are more days than room.
  drawing.fillStyle = COLOURS.bar;
  drawBars(firstRow, firstRow + rows.length);
  drawing.font = `400 ${LABEL_SIZE}px ${FONT_FAMILIES}`;
  drawing.fillStyle = COLOURS.quietText;
  drawing.fillText(formatDay(first), MARGIN, baseline + LABEL_LINE);
  drawing.textAlign = 'right';
  drawing.fillText(formatDay(last), WIDTH - MARGIN, baseline + LABEL_LINE);
  drawing.textAlign = 'left';
}
