import { describe, expect, it } from 'vitest';
import { readFrontMatter } from '../../../src/corpus/front-matter.ts';
import { CorpusError } from '../../../src/errors.ts';

const NOTHING = {
  title: null,
  date: null,
  outlet: null,
  url: null,
  language: null,
  note: null,
};

function fieldsOf(yaml: string): unknown {
  return readFrontMatter(`---\n${yaml}\n---\nText.`).fields;
}

function errorOf(yaml: string): unknown {
  try {
    readFrontMatter(`---\n${yaml}\n---\nText.`);
  } catch (error) {
    return error;
  }
  throw new Error('no error was thrown');
}

describe('front matter', () => {
  it.each([
    { yaml: 'title: The crest has passed', field: { title: 'The crest has passed' } },
    { yaml: 'title: "Warden: no more sluices"', field: { title: 'Warden: no more sluices' } },
    { yaml: 'title: |\n  Two\n  lines', field: { title: 'Two lines' } },
    { yaml: 'title: "Bell\\u0007 and nul\\u0000"', field: { title: 'Bell and nul' } },
    { yaml: 'title: 1984', field: { title: '1984' } },
    { yaml: 'title: ""', field: { title: null } },
    { yaml: 'date: 2022-11-16', field: { date: '2022-11-16' } },
    { yaml: 'date: 2022-11-16T10:00:00Z', field: { date: '2022-11-16' } },
    { yaml: 'date: 16 November 2022', field: { date: '2022-11-16' } },
    { yaml: 'outlet: The Lantern', field: { outlet: 'The Lantern' } },
    { yaml: 'url: https://lantern.example/flood', field: { url: 'https://lantern.example/flood' } },
    { yaml: 'language: en', field: { language: 'en' } },
    { yaml: 'language: EN', field: { language: 'en' } },
    { yaml: 'language: pt-br', field: { language: 'pt-BR' } },
    { yaml: 'note: A summary', field: { note: 'A summary' } },
    { yaml: 'author: Nobody\ntags: [a, b]', field: {} },
    { yaml: 'title:\ndate: ~', field: {} },
    { yaml: '# a comment', field: {} },
    { yaml: '__proto__: { title: Gotcha }', field: {} },
  ])('gives the fields of $yaml', ({ yaml, field }) => {
    expect(fieldsOf(yaml)).toEqual({ ...NOTHING, ...field });
  });

  it.each([
    { name: 'line feeds', text: '---\ntitle: A\n---\nText.' },
    { name: 'Windows line ends', text: '---\r\ntitle: A\r\n---\r\nText.' },
    { name: 'blanks behind the fences', text: '--- \ntitle: A\n---\t\nText.' },
  ])('reaches up to the text, with $name', ({ text }) => {
    const { range } = readFrontMatter(text);
    expect(range).toEqual({ start: 0, end: text.indexOf('Text.') });
  });

  it('may be empty', () => {
    expect(readFrontMatter('---\n---\nText.')).toEqual({
      fields: NOTHING,
      range: { start: 0, end: 8 },
    });
  });

  it('keeps Windows line ends out of the values', () => {
    const { fields } = readFrontMatter('---\r\ntitle: A\r\noutlet: B\r\n---\r\nText.');
    expect(fields).toMatchObject({ title: 'A', outlet: 'B' });
  });

  it.each([
    { yaml: 'date: 2022-02-30', message: 'front matter: date is not a day of the calendar' },
    { yaml: 'date: 05/06/2022', message: 'front matter: date is not a day of the calendar' },
    { yaml: 'date: 2022', message: 'front matter: date is not a day of the calendar' },
    { yaml: 'date: soon', message: 'front matter: date is not a day of the calendar' },
    { yaml: 'date: true', message: 'front matter: date is not text' },
    { yaml: 'title: [a, b]', message: 'front matter: title is not text' },
    { yaml: 'outlet: { name: a }', message: 'front matter: outlet is not text' },
    { yaml: `title: ${'x'.repeat(501)}`, message: 'title is longer than 500 characters' },
    { yaml: 'url: lantern.example', message: 'front matter: url is not an http or https address' },
    { yaml: 'url: javascript:alert(1)', message: 'url is not an http or https address' },
    { yaml: 'language: English', message: 'front matter: language is not a language code' },
    { yaml: 'title: Warden: no', message: 'quote values that hold a colon' },
    { yaml: 'title: "open', message: 'front matter is not YAML' },
    { yaml: 'title: a\ntitle: b', message: 'Map keys must be unique' },
    { yaml: `a: ${'['.repeat(5000)}`, message: 'front matter is not YAML' },
  ])('is refused for $yaml', ({ yaml, message }) => {
    const error = errorOf(yaml);
    expect(error).toBeInstanceOf(CorpusError);
    expect((error as CorpusError).message).toContain(message);
  });

  it('is refused with one line, without the excerpt that YAML adds', () => {
    const { message } = errorOf('outlet: The Lantern\ntitle: Warden: no') as CorpusError;
    expect(message).toBe(
      'front matter is not YAML: Nested mappings are not allowed in compact mappings; quote values that hold a colon',
    );
  });

  it('is refused where aliases would unfold to gigabytes', () => {
    const levels = Array.from({ length: 9 }, (_, level) => {
      const items =
        level === 0
          ? '"x"'
          : Array(9)
              .fill(`*a${level - 1}`)
              .join(', ');
      return `a${level}: &a${level} [${items}]`;
    });
    expect(errorOf(levels.join('\n'))).toBeInstanceOf(CorpusError);
  });

  it.each([
    { name: 'a text without fences', text: 'title: A\n---\nText.' },
    { name: 'a fence that is never closed', text: '---\ntitle: A\nText.' },
    { name: 'a fence that is not on the first line', text: '\n---\ntitle: A\n---\nText.' },
    { name: 'a fence below a line of dashes', text: '---x\n---\ntitle: A\n---\nText.' },
    { name: 'an indented fence', text: ' ---\ntitle: A\n---\nText.' },
    { name: 'four dashes', text: '----\ntitle: A\n----\nText.' },
    { name: 'a thematic break with a blank line', text: '---\n\nA: one.\n\n---\n\nText.' },
    { name: 'a paragraph between thematic breaks', text: '---\nA paragraph.\n---\nText.' },
    { name: 'a list between thematic breaks', text: '---\n- one\n- two\n---\nText.' },
    { name: 'a book between thematic breaks', text: `---\n${'a: b. '.repeat(9000)}\n---\nText.` },
    { name: 'an empty text', text: '' },
  ])('is not seen in $name', ({ text }) => {
    expect(readFrontMatter(text)).toEqual({ fields: null, range: null });
  });

  it.each([
    { name: 'of fences', text: '---\n'.repeat(250_000) },
    { name: 'of fences that are none', text: `---\n${'--- a\n'.repeat(160_000)}` },
    { name: 'of blanks behind a fence', text: `---${' '.repeat(1_000_000)}` },
    { name: 'without a closing fence', text: `---\n${'a\n'.repeat(500_000)}` },
    {
      name: 'of keys',
      text: `---\n${Array.from({ length: 80_000 }, (_, key) => `k${key}: v\n`).join('')}---\n`,
    },
  ])('is looked for in a megabyte $name without long thinking', ({ text }) => {
    expect(() => readFrontMatter(text)).not.toThrow();
  });
});
