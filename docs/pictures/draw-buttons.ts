import { ComponentType } from 'discord-api-types/v10';
import type { MessageBody } from '../../src/discord/reply.ts';
import type { Drawing } from './drawing.ts';
import { element, escapeXml } from './svg.ts';
import type { Colors } from './theme.ts';
import { widthOf } from './text-width.ts';

const HEIGHT = 32;
const GAP = 8;
const PADDING = 16;
const FONT_SIZE = 14;
const DISABLED_OPACITY = 0.5;

interface Button {
  readonly label: string;
  readonly isDisabled: boolean;
}

/** The buttons under a message, in their rows; a row that is too wide goes on in the next line. */
export function drawButtons(
  components: NonNullable<MessageBody['components']>,
  maxWidth: number,
  colors: Colors,
): Drawing[] {
  return components.flatMap((row) => {
    if (row.type !== ComponentType.ActionRow) return [];
    const buttons = row.components.flatMap((component): Button[] =>
      component.type === ComponentType.Button && 'label' in component
        ? [{ label: component.label ?? '', isDisabled: component.disabled === true }]
        : [],
    );
    return [drawRow(buttons, maxWidth, colors)];
  });
}

function drawRow(
  buttons: readonly Button[],
  maxWidth: number,
  { button, onFill }: Colors,
): Drawing {
  let x = 0;
  let y = 0;
  const drawn = buttons.map(({ label, isDisabled }) => {
    const width = widthOf(label, FONT_SIZE, 'bold') + 2 * PADDING;
    if (x > 0 && x + width > maxWidth) {
      x = 0;
      y += HEIGHT + GAP;
    }
    const left = x;
    x += width + GAP;
    return element('g', isDisabled ? { opacity: DISABLED_OPACITY } : {}, [
      element('rect', { x: left, y, width, height: HEIGHT, rx: 8, fill: button }),
      element(
        'text',
        {
          x: left + width / 2,
          y: y + HEIGHT / 2 + FONT_SIZE * 0.35,
          'text-anchor': 'middle',
          'font-size': FONT_SIZE,
          'font-weight': 'bold',
          fill: onFill,
        },
        [escapeXml(label)],
      ),
    ]);
  });
  return { svg: drawn.join(''), height: y + HEIGHT };
}
