import type { MessageBody } from '../../src/discord/reply.ts';
import { drawButtons } from './draw-buttons.ts';
import { drawEmbed } from './draw-embed.ts';
import { BOT_AVATAR_SIZE, drawBotAvatar, drawBotName, drawCommand } from './draw-header.ts';
import { drawPicture } from './draw-picture.ts';
import { type Drawing, drawText, place, stack, type TextLook } from './drawing.ts';
import { plainLine, readMarkdown } from './read-markdown.ts';
import { element, escapeXml } from './svg.ts';
import { type Colors, FONT } from './theme.ts';

/** A slash command and the bot's answer to it. */
export interface Exchange {
  readonly memberName: string;
  /** With its slash. */
  readonly command: string;
  /** As Discord shows them: `name: value`. */
  readonly options: string;
  readonly body: MessageBody;
  /** Whether the answer is shown to the asker alone. */
  readonly isPrivate: boolean;
  /** Whether the answer was changed after it was given. */
  readonly isEdited?: boolean;
  /** What the picture shows, for those who do not see it. */
  readonly title: string;
  readonly description: string;
}

/** On a phone, where pictures are shrunk to its width, texts of it can still be read. */
export const WIDTH = 560;
const PADDING = 16;
const GAP = 8;
/** Where everything but the bot's avatar begins. */
const LEFT = PADDING + BOT_AVATAR_SIZE + 16;
const CONTENT_WIDTH = WIDTH - LEFT - PADDING;
export const CORNER = 10;

const BOT_NAME = 'Verbatim';
const EDITED_NOTE = '(edited)';
const PRIVATE_NOTE = 'Only you can see this · Dismiss message';

/** The exchange as Discord shows it: an SVG document that needs nothing beside it. */
export function drawExchange(exchange: Exchange, colors: Colors): string {
  const { isPrivate, title, description } = exchange;
  const command = drawCommand(exchange, CONTENT_WIDTH, colors);
  const message = drawMessage(exchange, colors);
  const top = PADDING + command.height + GAP;
  const height = Math.ceil(top + Math.max(message.height, BOT_AVATAR_SIZE) + PADDING);
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    width: WIDTH,
    height,
    viewBox: `0 0 ${WIDTH} ${height}`,
    role: 'img',
    'aria-labelledby': 'title desc',
    'font-family': FONT,
  };
  const children = [
    element('title', { id: 'title' }, [escapeXml(title)]),
    element('desc', { id: 'desc' }, [escapeXml(description)]),
    drawCard(height, isPrivate, colors),
    drawSpine(top, colors),
    place(command, LEFT, PADDING),
    place(drawBotAvatar(colors), PADDING, top),
    place(message, LEFT, top),
  ];
  return `${element('svg', attributes, children)}\n`;
}

function drawMessage({ body, isPrivate, isEdited = false }: Exchange, colors: Colors): Drawing {
  const { content, files, embeds, components } = body;
  const look: TextLook = { width: CONTENT_WIDTH, size: 15, color: 'text', colors };
  const note: TextLook = { width: CONTENT_WIDTH, size: 12.5, color: 'faint', colors };
  return stack(
    [
      drawBotName(BOT_NAME, colors),
      ...(content ? [drawText(readMarkdown(content), look)] : []),
      ...(isEdited ? [drawText([plainLine(EDITED_NOTE)], note)] : []),
      ...(files ?? []).map((file) => drawPicture(file, CONTENT_WIDTH)),
      ...(embeds ?? []).map((embed) => drawEmbed(embed, CONTENT_WIDTH, colors)),
      ...drawButtons(components ?? [], CONTENT_WIDTH, colors),
      ...(isPrivate ? [drawText([plainLine(PRIVATE_NOTE)], note)] : []),
    ],
    GAP,
  );
}

/** The background, with a tint for what only one member sees. */
function drawCard(
  height: number,
  isPrivate: boolean,
  { card: fill, cardEdge, accent }: Colors,
): string {
  const size = { x: 0.5, y: 0.5, width: WIDTH - 1, height: height - 1, rx: CORNER };
  const card = element('rect', { ...size, fill, stroke: cardEdge });
  if (!isPrivate) return card;
  return card + element('rect', { ...size, fill: accent, 'fill-opacity': 0.1 });
}

/** The line from the bot's avatar up to the command that it answers. */
function drawSpine(bottom: number, { line }: Colors): string {
  const x = PADDING + BOT_AVATAR_SIZE / 2;
  const y = PADDING + 10;
  return element('path', {
    d: `M${x} ${bottom - 5} V${y + 6} Q${x} ${y} ${x + 6} ${y} H${LEFT - 5}`,
    fill: 'none',
    stroke: line,
    'stroke-width': 2,
  });
}
