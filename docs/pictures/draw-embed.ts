import type { APIEmbed, APIEmbedField } from 'discord-api-types/v10';
import { type Drawing, drawText, place, stack } from './drawing.ts';
import { plainLine, readMarkdown, type TextLine } from './read-markdown.ts';
import { element } from './svg.ts';
import type { Colors } from './theme.ts';

const BAR_WIDTH = 4;
const PADDING = 16;
const GAP = 9;

/** The text of an embed in its box. The fields stand below each other. */
export function drawEmbed(embed: APIEmbed, boxWidth: number, colors: Colors): Drawing {
  const { author, title, url, description, fields = [], footer } = embed;
  const width = boxWidth - BAR_WIDTH - 2 * PADDING;
  const parts: Drawing[] = [];
  if (author !== undefined) {
    parts.push(
      drawText([plainLine(author.name, 'bold')], { width, size: 13, color: 'text', colors }),
    );
  }
  if (title !== undefined) {
    const color = url === undefined ? 'strong' : 'link';
    parts.push(drawText(readMarkdown(title).map(embolden), { width, size: 16, color, colors }));
  }
  if (description !== undefined) {
    parts.push(drawText(readMarkdown(description), { width, size: 15, color: 'text', colors }));
  }
  parts.push(...fields.map((field) => drawField(field, width, colors)));
  if (footer !== undefined) {
    parts.push(drawText([plainLine(footer.text)], { width, size: 13, color: 'faint', colors }));
  }
  return drawBox(stack(parts, GAP), boxWidth, colors);
}

function drawField({ name, value }: APIEmbedField, width: number, colors: Colors): Drawing {
  return stack([
    drawText(readMarkdown(name).map(embolden), { width, size: 13, color: 'strong', colors }),
    drawText(readMarkdown(value), { width, size: 14, color: 'text', colors }),
  ]);
}

function embolden({ runs, isListItem }: TextLine): TextLine {
  return { runs: runs.map(({ text }) => ({ text, style: 'bold' })), isListItem };
}

function drawBox(content: Drawing, width: number, { embed, embedBar }: Colors): Drawing {
  const height = content.height + 2 * PADDING;
  const box = element('rect', { width, height, rx: 5, fill: embed });
  const bar = element('path', {
    d: `M5 0 a5 5 0 0 0 -5 5 v${height - 10} a5 5 0 0 0 5 5 z`,
    fill: embedBar,
  });
  return { svg: box + bar + place(content, BAR_WIDTH + PADDING, PADDING), height };
}
