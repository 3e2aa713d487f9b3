import { parseDocument } from 'htmlparser2';
import { describe, expect, it } from 'vitest';
import { drawExchange } from '../../docs/pictures/message-card.ts';

const EXCHANGE = {
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

describe('the picture of an answer', () => {
  it('shows every word of it, as the reader of Discord would see it', () => {
    const words = wordsOf(drawExchange(EXCHANGE));
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
    const svg = drawExchange(hostile);
    expect(svg).not.toContain('<script');
    expect(wordsOf(svg)).toContain('</text><script>alert("x")</script>');
  });

  it('is the same each time it is drawn', () => {
    expect(drawExchange(EXCHANGE)).toBe(drawExchange(EXCHANGE));
  });
});
