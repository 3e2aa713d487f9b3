import { type Drawing, FONT_FAMILIES, loadFont, openCanvas } from './canvas.ts';
import type { Chart, ChartRow } from './chart.ts';
import { drawAxis, AXIS_HEIGHT } from './draw-axis.ts';
import { drawableText } from './drawable-text.ts';
import { COLOURS, MARGIN, WIDTH } from './look.ts';
import { wrapText } from './wrap-text.ts';

/** Pixels for each unit: sharp on a desktop, and where somebody zooms in. */
const SCALE = 1.5;
const CORNER = 16;
const TITLE_HEIGHT = 48;
const TITLE_SIZE = 28;
const TEXT_SIZE = 24;
const LINE_HEIGHT = 30;
const ROW_GAP = 20;
const MAX_HEADLINE_LINES = 2;
const BAR = { x: 372, width: 256, height: 18 };
const OTHER_SCRIPT = '(headline in letters that this picture cannot show)';

/** A row whose texts have been broken into lines. */
interface LaidOutRow extends ChartRow {
  readonly lines: readonly string[];
}

/**
 * Draws a timeline as a PNG, 1,200 pixels wide: on an axis all days, and below it the days that are shown in
 * full, each with a bar for its reports and a headline. The ground is dark and opaque, so that it can
 * be read on any other. Nothing of the texts is taken for mark-up.
 *
 * @throws Error where the library for drawing or the font is not installed.
 */
export async function drawChart(chart: Chart): Promise<Buffer> {
  const hasCharacter = await loadFont();
  const ruler = openCanvas(1, 1, 1).getContext('2d');
  const rows = chart.rows.map((row) => layOut(row, hasCharacter, ruler));
  const hasAxis = chart.days.length > 1;
  const rowsHeight = rows.reduce((sum, row) => sum + heightOf(row), 0);
  const height = 2 * MARGIN + TITLE_HEIGHT + (hasAxis ? AXIS_HEIGHT : 0) + rowsHeight - ROW_GAP;
  const canvas = openCanvas(WIDTH, height, SCALE);
  const drawing = canvas.getContext('2d');
  drawGround(drawing, height);
  drawTitle(drawing, titleOf(chart, hasCharacter));
  let y = MARGIN + TITLE_HEIGHT;
  if (hasAxis) {
    drawAxis(drawing, chart, y);
    y += AXIS_HEIGHT;
  }
  const most = Math.max(...chart.days.map(({ reports }) => reports));
  for (const row of rows) {
    drawRow(drawing, row, y, most);
    y += heightOf(row);
  }
  return canvas.encode('png');
}

function titleOf({ topic }: Chart, hasCharacter: RegExp): string {
  const drawable = drawableText(topic, hasCharacter);
  return drawable === null ? 'Reports by day' : `Reports on “${drawable}”`;
}

function layOut(row: ChartRow, hasCharacter: RegExp, ruler: Drawing): LaidOutRow {
  ruler.font = fontOf(400, TEXT_SIZE);
  const headline = drawableText(row.headline, hasCharacter) ?? OTHER_SCRIPT;
  const lines = wrapText(headline, (text) => ruler.measureText(text).width, {
    maxWidth: WIDTH - 2 * MARGIN,
    maxLines: MAX_HEADLINE_LINES,
  });
  return { ...row, lines };
}

function heightOf({ lines }: LaidOutRow): number {
  return (1 + lines.length) * LINE_HEIGHT + ROW_GAP;
}

function drawGround(drawing: Drawing, height: number): void {
  drawing.fillStyle = COLOURS.ground;
  drawing.beginPath();
  drawing.roundRect(0, 0, WIDTH, height, CORNER);
  drawing.fill();
}

function drawTitle(drawing: Drawing, title: string): void {
  drawing.font = fontOf(700, TITLE_SIZE);
  drawing.fillStyle = COLOURS.text;
  const [line = ''] = wrapText(title, (text) => drawing.measureText(text).width, {
    maxWidth: WIDTH - 2 * MARGIN,
    maxLines: 1,
  });
  drawing.fillText(line, MARGIN, MARGIN + TITLE_SIZE);
}

function drawRow(drawing: Drawing, row: LaidOutRow, y: number, most: number): void {
  const baseline = y + TEXT_SIZE;
  drawing.font = fontOf(700, TEXT_SIZE);
  drawing.fillStyle = COLOURS.text;
  const when = row.isPublished ? `${row.when} (published)` : row.when;
  drawing.fillText(when, MARGIN, baseline, BAR.x - MARGIN - 12);
  const length = Math.max(BAR.height, (BAR.width * row.reports) / most);
  drawBar(drawing, { ...BAR, width: length, y: baseline - BAR.height }, row.isPublished);
  drawing.fillStyle = COLOURS.text;
  drawing.fillText(countOf(row.reports), BAR.x + length + 10, baseline);
  drawing.font = fontOf(400, TEXT_SIZE);
  drawing.fillStyle = COLOURS.quietText;
  row.lines.forEach((line, position) => {
    drawing.fillText(line, MARGIN, baseline + (position + 1) * LINE_HEIGHT);
  });
}

/** Hollow where the day is only that of publication. */
function drawBar(
  drawing: Drawing,
  bar: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  isHollow: boolean,
): void {
  drawing.beginPath();
  if (isHollow) {
    drawing.roundRect(bar.x + 1.5, bar.y + 1.5, bar.width - 3, bar.height - 3, 3);
    drawing.lineWidth = 3;
    drawing.strokeStyle = COLOURS.bar;
    drawing.stroke();
  } else {
    drawing.roundRect(bar.x, bar.y, bar.width, bar.height, 4);
    drawing.fillStyle = COLOURS.bar;
    drawing.fill();
  }
}

function countOf(reports: number): string {
  return reports === 1 ? '1 report' : `${reports} reports`;
}

function fontOf(weight: number, size: number): string {
  return `${weight} ${size}px ${FONT_FAMILIES}`;
}
