import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type FileKind, fileKind } from '../../../src/curation/file-kind.ts';
import { CorpusError } from '../../../src/errors.ts';

const SENTENCE = 'The river rose by two metres overnight.';

function latin1(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

/** For what may be refused, and nothing else. */
function kindUnlessRefused(bytes: Uint8Array): FileKind | null {
  try {
    return fileKind('a.txt', bytes);
  } catch (error) {
    if (error instanceof CorpusError) return null;
    throw error;
  }
}

describe('the kind of an uploaded file', () => {
  it.each([
    { what: 'plain text', name: 'a.txt', content: SENTENCE, kind: '.txt' },
    { what: 'plain text without an ending', name: 'notes', content: SENTENCE, kind: '.txt' },
    { what: 'plain text named as a page', name: 'a.html', content: SENTENCE, kind: '.txt' },
    { what: 'plain text named as lines', name: 'a.jsonl', content: SENTENCE, kind: '.txt' },
    { what: 'plain text named as Markdown', name: 'A.MD', content: SENTENCE, kind: '.md' },
    { what: 'a heading', name: 'a.txt', content: `# Flood\n\n${SENTENCE}`, kind: '.md' },
    { what: 'a hashtag', name: 'a.txt', content: `#flood ${SENTENCE}`, kind: '.txt' },
    { what: 'front matter', name: 'a', content: `---\ntitle: A\n---\n${SENTENCE}`, kind: '.md' },
    { what: 'broken front matter', name: 'a', content: `---\na: b: c\n---\nText`, kind: '.md' },
    { what: 'a page', name: 'a.txt', content: `<!DOCTYPE html><p>${SENTENCE}`, kind: '.html' },
    { what: 'a page named as a PDF', name: 'a.pdf', content: `<html><p>Text`, kind: '.html' },
    {
      what: 'a page with a preamble',
      name: 'a.md',
      content: `\ufeff<?xml version="1.0"?>\n<!-- saved from x -->\n<!-- and y -->\n<html><p>Text`,
      kind: '.html',
    },
    { what: 'a part of a page', name: 'a.txt', content: `<p>${SENTENCE}</p>`, kind: '.html' },
    { what: 'Markdown with a tag', name: 'a.md', content: `<p>${SENTENCE}</p>`, kind: '.md' },
    {
      what: 'lines of JSON',
      name: 'a.txt',
      content: '{"text":"A."}\n{"text":"B."}',
      kind: '.jsonl',
    },
    { what: 'one line of JSON', name: 'a.json', content: '{"text":"A."}\n', kind: '.jsonl' },
    {
      what: 'a broken line of two',
      name: 'a.jsonl',
      content: '{"text":\n{"text":"B."}',
      kind: '.jsonl',
    },
    { what: 'text in brackets', name: 'a.txt', content: '[[Flood]] came.\n[[End]]', kind: '.txt' },
    { what: 'text with braces', name: 'a.txt', content: `{${SENTENCE}}`, kind: '.txt' },
  ])('is $kind for $what in "$name"', ({ name, content, kind }) => {
    expect(fileKind(name, Buffer.from(content))).toBe(kind);
  });

  it('is told in UTF-16 and in the encoding that a page declares', () => {
    expect(fileKind('a', Buffer.from('\ufeff# Größe\n\nText.', 'utf16le'))).toBe('.md');
    expect(fileKind('a', latin1('<meta charset=latin1><p>Größe'))).toBe('.html');
  });

  it.each([
    { what: 'a PDF document', bytes: latin1('%PDF-1.7\n%âãÏÓ') },
    { what: 'a rich text document', bytes: latin1('{\\rtf1\\ansi Text}') },
    { what: 'an old office document', bytes: latin1('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0') },
    {
      what: 'an office document',
      bytes: latin1(`PK\x03\x04${'\0'.repeat(26)}[Content_Types].xml`),
    },
    { what: 'an electronic book', bytes: latin1('PK\x03\x04mimetypeapplication/epub+zip') },
    { what: 'a ZIP archive', bytes: latin1(`PK\x03\x04${'\0'.repeat(26)}a.txt${SENTENCE}`) },
    { what: 'a gzip archive', bytes: gzipSync(SENTENCE) },
    { what: 'a tar archive', bytes: latin1(`a.txt${'\0'.repeat(252)}ustar\0`) },
    { what: 'a PNG image', bytes: latin1('\x89PNG\r\n\x1a\n') },
    { what: 'a JPEG image', bytes: latin1('\xff\xd8\xff\xe0\0\x10JFIF') },
    { what: 'a GIF image', bytes: latin1('GIF89a\x01\0\x01\0') },
    { what: 'a WebP image', bytes: latin1('RIFF\x24\0\0\0WEBPVP8 ') },
    { what: 'an SVG image', bytes: latin1('<?xml version="1.0"?>\n<svg xmlns="x"><text>A</text>') },
    { what: 'a video', bytes: latin1('\0\0\0\x20ftypisom') },
    { what: 'a sound recording', bytes: latin1('ID3\x03\0') },
    { what: 'an executable', bytes: latin1('\x7fELF\x02\x01') },
    { what: 'an executable', bytes: latin1('MZ\x90\0\x03') },
    { what: 'a script', bytes: latin1('#!/bin/sh\nrm -rf /\n') },
    { what: 'a database', bytes: latin1('SQLite format 3\0') },
  ])('is refused for $what, whatever it is called', ({ what, bytes }) => {
    for (const name of ['a.txt', 'a.md', 'a.html', 'a.jsonl']) {
      expect(() => fileKind(name, bytes)).toThrow(CorpusError);
      expect(() => fileKind(name, bytes)).toThrow(
        `is ${what}; expected plain text, Markdown, a saved web page or one JSON object a line`,
      );
    }
  });

  it.each([
    { what: 'nothing', bytes: latin1(''), message: 'is empty; expected' },
    { what: 'blanks', bytes: latin1(' \r\n\t'), message: 'is blank; expected' },
    { what: 'zero bytes', bytes: latin1('A\0B'), message: 'is not text: it holds zero bytes' },
    { what: 'Latin-1', bytes: latin1('Größe'), message: 'is not UTF-8; save it in UTF-8' },
    {
      what: 'control characters',
      bytes: latin1('\x01\x02\x03\x1b[31m'.repeat(9)),
      message: 'is full of control characters',
    },
    { what: 'a feed', bytes: latin1('<?xml version="1.0"?><rss/>'), message: 'is an XML document' },
    {
      what: 'a list',
      bytes: latin1('[\n{"text":"A."},\n{"text":"B."}]'),
      message: 'is one JSON document; expected one JSON object a line',
    },
    {
      what: 'an object that ends with a number',
      bytes: latin1('{\n"a": 1\n}'),
      message: 'is one JSON document',
    },
    { what: 'an object', bytes: latin1('{\n"text": "A."\n}'), message: 'is one JSON document' },
  ])('is refused for $what, with what to do', ({ bytes, message }) => {
    expect(() => fileKind('a.txt', bytes)).toThrow(CorpusError);
    expect(() => fileKind('a.txt', bytes)).toThrow(message);
  });

  it.each([
    { what: 'comments that never end', content: '<!--'.repeat(2_500_000) },
    { what: 'braces that never close', content: '{"a":'.repeat(2_000_000) },
    { what: 'lists in lists', content: '['.repeat(10_000_000) },
    { what: 'headings', content: '# A\n'.repeat(2_500_000) },
    { what: 'fences', content: '---\na\n'.repeat(1_600_000) },
    { what: 'blanks before a tag', content: `${' '.repeat(9_999_999)}<` },
  ])(
    'is told for ten megabytes of $what, which take hours where time grows by the square',
    ({ content }) => {
      expect(() => kindUnlessRefused(Buffer.from(content))).not.toThrow();
    },
  );
});
