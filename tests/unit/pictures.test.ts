import { createCanvas } from '@napi-rs/canvas';
import { parseDocument } from 'htmlparser2';
import { describe, expect, it } from 'vitest';
import { drawExchange, type Exchange } from '../../docs/pictures/message-card.ts';
import { type Colors, THEMES } from '../../docs/pictures/theme.ts';

const EXCHANGE: Exchange = {
  memberName: 'Ada',
  command: '/ask',
  options: 'question: Who opened the bridge?',
  body: {
    embeds: [
      {
        author: { name: 'The Morning Post' },
        title: 'Osterby opens its new bridge',
        description: String.raw`“**Mayor Tarn opened the bridge.** It cost 23\.5 million \<crowns\> & more.”`,
        fields: [{ name: 'Note', value: 'made up' }],
        footer: { text: 'bridge.md' },
      },
    ],
  },
  isPrivate: false,
  title: 'An "answer" & more',
  description: 'A <quote>',
};

/** The texts of a drawing in the order in which they stand there, without blanks. */
function wordsOf(svg: string): string {
  const document = parseDocument(svg, { xmlMode: true });
  const texts: string[] = [];
  const collect = (node: unknown): void => {
    const { data, children = [] } = node as { data?: string; children?: unknown[] };
    if (data !== undefined) texts.push(data);
    for (const child of children) collect(child);
  };
  collect(document);
  return texts.join('').replace(/\s+/g, '');
}

/** Of two colours, from 1 to 21, as the guidelines for accessible pages reckon it. */
function contrast(first: string, second: string): number {
  const [dark = 0, light = 0] = [first, second].map(luminance).sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe('the picture of an answer', () => {
  it('shows every word of it, as the reader of Discord would see it', () => {
    const words = wordsOf(drawExchange(EXCHANGE, THEMES.dark));
    for (const text of [
      'Whoopenedthebridge?',
      'TheMorningPost',
      'Osterbyopensitsnewbridge',
      '“MayorTarnopenedthebridge.Itcost23.5million<crowns>&more.”',
      'bridge.md',
    ]) {
      expect(words).toContain(text);
    }
  });

  it('takes text for text, whatever stands in it', () => {
    const hostile = { ...EXCHANGE, options: '</text><script>alert("x")</script>' };
    const svg = drawExchange(hostile, THEMES.dark);
    expect(svg).not.toContain('<script');
    expect(wordsOf(svg)).toContain('</text><script>alert("x")</script>');
  });

  it('is the same each time it is drawn', () => {
    expect(drawExchange(EXCHANGE, THEMES.dark)).toBe(drawExchange(EXCHANGE, THEMES.dark));
  });

  it('says that an answer was changed', () => {
    expect(wordsOf(drawExchange({ ...EXCHANGE, isEdited: true }, THEMES.dark))).toContain(
      '(edited)',
    );
    expect(wordsOf(drawExchange(EXCHANGE, THEMES.dark))).not.toContain('(edited)');
  });

  it('holds a picture that goes with it, in its proportions', () => {
    const base64 = createCanvas(1200, 600).toBuffer('image/png').toString('base64');
    const file = { name: 'a.png', contentType: 'image/png', description: 'Bars', base64 };
    const svg = drawExchange({ ...EXCHANGE, body: { files: [file] } }, THEMES.dark);
    const [, width, height] = /<image width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? [];
    expect(Number(width) / Number(height)).toBeCloseTo(2, 2);
    expect(svg).toContain(base64);
  });
});

describe.each(Object.entries(THEMES))('the %s theme', (_, colors) => {
  it.each<[text: keyof Colors, ground: keyof Colors]>([
    ['strong', 'card'],
    ['strong', 'embed'],
    ['text', 'card'],
    ['text', 'embed'],
    ['faint', 'card'],
    ['faint', 'embed'],
    ['link', 'embed'],
    ['code', 'card'],
    ['code', 'embed'],
    ['onFill', 'button'],
    ['onFill', 'accent'],
  ])('has %s on %s that can be read', (text, ground) => {
    expect(contrast(colors[text], colors[ground])).toBeGreaterThan(4.5);
  });
});
