import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJsonl } from '../../../src/corpus/read-jsonl.ts';

const LINE = {
  id: 'flood-1',
  text: 'The crest has passed.\n\nPumps work.',
  title: 'Crest passes',
  date: '2022-11-16',
  outlet: 'The Lantern',
  url: 'https://lantern.example/flood',
  language: 'en',
  note: 'A summary',
};

function reasonOf(line: string): string | undefined {
  const { articles, refused } = readJsonl(line);
  expect(articles).toEqual([]);
  return refused[0]?.reason;
}

describe('the lines of a .jsonl file', () => {
  it('are one article each, with all fields', () => {
    const { id, ...draft } = LINE;
    expect(readJsonl(JSON.stringify(LINE))).toEqual({
      articles: [{ name: id, draft: { ...draft, excluded: [] } }],
      refused: [],
    });
  });

  it('need nothing but a text, and are named by their number', () => {
    const { articles } = readJsonl('\n{"text":"A."}\r\n \n{"text":"B.","other":[1]}');
    expect(articles.map(({ name, draft }) => [name, draft.text])).toEqual([
      ['2', 'A.'],
      ['4', 'B.'],
    ]);
    expect(articles[0]?.draft).toMatchObject({ title: null, date: null, language: null });
  });

  it('may hold the line separators of Unicode', () => {
    expect(readJsonl('{"text":"A\u2028B"}').articles[0]?.draft.text).toBe('A\u2028B');
  });

  it.each([
    { text: ' A\r\n\tB \u0007 ', kept: ' A\r\n\tB \u0007 ' },
    { text: '---\ntitle: x\n---\nA', kept: '---\ntitle: x\n---\nA' },
    { text: '\ufeffA\ufeff', kept: 'A\ufeff' },
    { text: '👨‍👩‍👧', kept: '👨‍👩‍👧' },
  ])('keep their text as it is, but for a first byte-order mark: $text', ({ text, kept }) => {
    expect(readJsonl(JSON.stringify({ text })).articles[0]?.draft.text).toBe(kept);
  });

  it.each([
    { line: 'text', reason: 'is not a JSON object' },
    { line: '{"text":"A"', reason: 'is not a JSON object' },
    { line: '['.repeat(100_000), reason: 'is not a JSON object' },
    { line: '"A"', reason: 'is not a JSON object' },
    { line: 'null', reason: 'is not a JSON object' },
    { line: '["A"]', reason: 'is not a JSON object' },
    { line: '{}', reason: 'text is missing or blank' },
    { line: '{"text":" \\n\\u00a0"}', reason: 'text is missing or blank' },
    { line: '{"text":["A"]}', reason: 'text is not text' },
    { line: '{"text":"A\\ud800"}', reason: 'text holds half a character (a lone surrogate)' },
    { line: '{"text":"A\\u0000"}', reason: 'text holds zero characters' },
    { line: '{"text":"A","title":"\\udc00"}', reason: 'title holds half a character' },
    { line: '{"text":"A","date":"2022-02-30"}', reason: 'date is not a day of the calendar' },
    { line: '{"text":"A","url":"javascript:x"}', reason: 'url is not an http or https address' },
    { line: '{"text":"A","language":"English"}', reason: 'language is not a language code' },
    { line: '{"text":"A","title":{}}', reason: 'title is not text' },
    { line: '{"text":"A","id":[1]}', reason: 'id is not text' },
  ])('are refused by number: $line', ({ line, reason }) => {
    expect(reasonOf(line)).toContain(reason);
  });

  it('are refused without harm to those around them', () => {
    const { articles, refused } = readJsonl('{"text":"A"}\nnonsense\n{"text":"B"}');
    expect(articles.map(({ name }) => name)).toEqual(['1', '3']);
    expect(refused).toMatchObject([{ name: '2' }]);
  });

  it.each([
    { ids: ['a', 'a'], names: ['a'], reason: 'has the id "a" of line 1' },
    { ids: ['2', null], names: ['2'], reason: 'has the id "2" of line 1' },
    { ids: [null, '1'], names: ['1'], reason: 'has the id "1" of line 1' },
    { ids: [1, ' 1 '], names: ['1'], reason: 'has the id "1" of line 1' },
  ])('have one name each: $ids', ({ ids, names, reason }) => {
    const text = ids.map((id) => JSON.stringify({ id, text: 'A.' })).join('\n');
    const { articles, refused } = readJsonl(text);
    expect(articles.map(({ name }) => name)).toEqual(names);
    expect(refused).toEqual([{ name: '2', reason }]);
  });

  it('are counted and not named where many of them are broken', () => {
    const { refused } = readJsonl('{x\n'.repeat(100_000));
    expect(refused).toHaveLength(1001);
    expect(refused.at(-1)).toEqual({ name: null, reason: '99000 more lines cannot be read' });
  });

  it('give text that survives being written as UTF-8, whatever they hold', () => {
    const anyText = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            anyText,
            fc.json(),
            anyText.map((text) => JSON.stringify({ text })),
          ),
        ),
        (lines) => {
          for (const { draft } of readJsonl(lines.join('\n')).articles) {
            expect(new TextDecoder().decode(Buffer.from(draft.text))).toBe(draft.text);
          }
        },
      ),
    );
  });
});
