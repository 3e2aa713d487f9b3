import type { Run, TextLine } from './read-markdown.ts';
import { element, escapeXml } from './svg.ts';
import { CODE_FONT, type Colors } from './theme.ts';
import { wrapRuns } from './wrap-runs.ts';

/** A part of a picture, with its upper left corner at the origin. */
export interface Drawing {
  /** As markup. */
  readonly svg: string;
  readonly height: number;
}

export interface TextLook {
  readonly width: number;
  readonly size: number;
  readonly color: keyof Colors;
  readonly colors: Colors;
}

const LINE_HEIGHT = 1.4;
/** From the top of a line to the foot of its letters, in line heights. */
const BASELINE = 0.74;
const BLANK_LINE = 0.6;
const LIST_INDENT = 1.2;

/** Text in lines that are no wider than they may be. */
export function drawText(lines: readonly TextLine[], look: TextLook): Drawing {
  return stack(lines.map((line) => (line.isListItem ? drawListItem : drawLine)(line, look)));
}

/** One below the other. */
export function stack(drawings: readonly Drawing[], gap = 0): Drawing {
  let height = 0;
  const placed = drawings.map((drawing, position) => {
    if (position > 0) height += gap;
    const top = height;
    height += drawing.height;
    return place(drawing, 0, top);
  });
  return { svg: placed.join(''), height };
}

/** The markup of a drawing, moved to a place. */
export function place({ svg }: Drawing, x: number, y: number): string {
  if (svg === '' || (x === 0 && y === 0)) return svg;
  return element('g', { transform: `translate(${x} ${y})` }, [svg]);
}

function drawListItem({ runs }: TextLine, look: TextLook): Drawing {
  const { width, size, color, colors } = look;
  const indent = size * LIST_INDENT;
  const text = drawLine({ runs, isListItem: false }, { ...look, width: width - indent });
  const middle = (size * LINE_HEIGHT) / 2;
  const bullet = element('circle', {
    cx: size * 0.5,
    cy: middle,
    r: size * 0.17,
    fill: colors[color],
  });
  return { svg: bullet + place(text, indent, 0), height: text.height };
}

function drawLine({ runs }: TextLine, { width, size, color, colors }: TextLook): Drawing {
  const lineHeight = size * LINE_HEIGHT;
  const rows = wrapRuns(runs, width, size);
  if (rows.length === 0) return { svg: '', height: lineHeight * BLANK_LINE };
  const texts = rows.map((row, position) => {
    const y = (position + BASELINE) * lineHeight;
    return element(
      'text',
      { y, 'font-size': size, fill: colors[color] },
      row.map((run) => drawRun(run, colors)),
    );
  });
  return { svg: texts.join(''), height: rows.length * lineHeight };
}

function drawRun({ text, style }: Run, { code }: Colors): string {
  const escaped = escapeXml(text);
  switch (style) {
    case 'plain':
      return escaped;
    case 'bold':
      return element('tspan', { 'font-weight': 'bold' }, [escaped]);
    case 'code':
      return element('tspan', { 'font-family': CODE_FONT, fill: code }, [escaped]);
  }
}
