import { type Drawing, drawText, place } from './drawing.ts';
import type { Run } from './read-markdown.ts';
import { element, escapeXml } from './svg.ts';
import { widthOf } from './text-width.ts';
import type { Colors } from './theme.ts';

export const BOT_AVATAR_SIZE = 40;

const MEMBER_AVATAR_SIZE = 18;
const NAME_SIZE = 16;
/** The tag stands close to the name, which is therefore as wide in every font. */
const NAME_SHARE = 0.86;
const TAG = { label: 'APP', width: 34, height: 16, size: 11 };
/** Two quotation marks, 19 wide and 14 high. */
const QUOTATION_MARKS = [
  'M0 14 V7.5 Q0 1.2 7 0 V3.6 Q4.4 4.4 4.2 6.5 H8 V14 Z',
  'M11 14 V7.5 Q11 1.2 18 0 V3.6 Q15.4 4.4 15.2 6.5 H19 V14 Z',
];

/** Who used which command, as it stands above an answer. */
export function drawCommand(
  { memberName, command, options }: Record<'memberName' | 'command' | 'options', string>,
  width: number,
  colors: Colors,
): Drawing {
  const runs: Run[] = [
    { text: memberName, style: 'bold' },
    { text: ' used ', style: 'plain' },
    { text: command, style: 'code' },
    { text: ` ${options}`, style: 'plain' },
  ];
  const indent = MEMBER_AVATAR_SIZE + 7;
  const text = drawText([{ runs, isListItem: false }], {
    width: width - indent,
    size: 14,
    color: 'text',
    colors,
  });
  const radius = MEMBER_AVATAR_SIZE / 2;
  const avatar = element('g', {}, [
    element('circle', { cx: radius, cy: 10, r: radius, fill: colors.memberAvatar }),
    element('circle', { cx: radius, cy: 7.5, r: 3.2, fill: colors.onFill }),
    element('path', { d: 'M3.4 16.6 a5.8 5.2 0 0 1 11.2 0 Z', fill: colors.onFill }),
  ]);
  return { svg: avatar + place(text, indent, 0), height: text.height };
}

/** The bot's name with the tag that Discord gives to bots. */
export function drawBotName(name: string, colors: Colors): Drawing {
  const { label, width, height, size } = TAG;
  const nameWidth = widthOf(name, NAME_SIZE, 'bold') * NAME_SHARE;
  const left = nameWidth + 6;
  const svg = [
    element(
      'text',
      {
        y: 15,
        textLength: nameWidth,
        'font-size': NAME_SIZE,
        'font-weight': 'bold',
        fill: colors.strong,
      },
      [escapeXml(name)],
    ),
    element('rect', { x: left, y: 2, width, height, rx: 4, fill: colors.accent }),
    element(
      'text',
      {
        x: left + width / 2,
        y: 14,
        'text-anchor': 'middle',
        'font-size': size,
        'font-weight': 'bold',
        fill: colors.onFill,
      },
      [label],
    ),
  ];
  return { svg: svg.join(''), height: 20 };
}

export function drawBotAvatar({ accent, onFill }: Colors): Drawing {
  const radius = BOT_AVATAR_SIZE / 2;
  const circle = element('circle', { cx: radius, cy: radius, r: radius, fill: accent });
  const marks = element('path', { d: QUOTATION_MARKS.join(' '), fill: onFill });
  return {
    svg: circle + place({ svg: marks, height: 14 }, radius - 9.5, radius - 7),
    height: BOT_AVATAR_SIZE,
  };
}
