import { appendFile, mkdtemp, open, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Article, completeArticle, sha256 } from '../../../src/corpus/article.ts';
import { IndexError } from '../../../src/errors.ts';
import { ArticleTable } from '../../../src/vector-index/article-table.ts';
import { DiskFile } from '../../../src/vector-index/disk-file.ts';
import { articleOf } from '../../support/articles.ts';
import { articleTableOf } from '../../support/sample-index.ts';

const arbitraryText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\ufeff',
        '\r\n',
        '\r',
        '\0',
        '👨‍👩‍👧',
        '🇺🇦',
        'é',
        'e\u0301',
        '\u2028',
        ' ',
        'Tarn',
      ),
      fc.string({ unit: 'binary' }),
    ),
    { maxLength: 20 },
  )
  .map((parts) => parts.join(''));
const arbitraryLine = fc.option(fc.string({ unit: 'grapheme' }), { nil: null });

const arbitraryArticle: fc.Arbitrary<Article> = fc
  .record({
    path: fc.string({ unit: 'grapheme' }),
    title: arbitraryLine,
    date: fc.constantFrom(null, '2022-11-16'),
    outlet: arbitraryLine,
    url: fc.constantFrom(null, 'https://example.org/bridge'),
    language: fc.constantFrom(null, 'en'),
    note: arbitraryLine,
    text: arbitraryText,
    excluded: fc.array(fc.record({ start: fc.nat(100), end: fc.nat(100) }), { maxLength: 3 }),
  })
  .map(({ path: articlePath, ...draft }) => completeArticle(articlePath, draft));

describe('the article table', () => {
  it('gives back every article', () => {
    fc.assert(
      fc.property(fc.array(arbitraryArticle, { maxLength: 8 }), (articles) => {
        const table = articleTableOf(articles);
        const found = Array.from({ length: table.size }, (_, index) => table.at(index));
        expect(found).toEqual(articles);
      }),
    );
  });

  it.each([
    { name: 'a byte-order mark at its beginning', text: '\ufeffIt rained.' },
    { name: 'a byte-order mark within', text: 'It \ufeffrained.' },
    { name: 'Windows line ends', text: 'It rained.\r\n\r\nIt stopped.\r\n' },
    { name: 'emoji', text: '👨‍👩‍👧 went to 🇺🇦.' },
    { name: 'accents in two parts', text: 'Cafe\u0301' },
  ])('changes nothing in a text with $name', ({ text }) => {
    const { text: found, sha256: checksum } = articleTableOf([
      articleOf('Before.'),
      articleOf(text),
    ]).at(1);
    expect(found).toBe(text);
    expect(sha256(found)).toBe(checksum);
  });

  it('tells of an article without its text', () => {
    const { title, ...row } = articleTableOf([articleOf('It rained.', { title: 'Rain' })]).row(0);
    expect(title).toBe('Rain');
    expect(row).not.toHaveProperty('text');
  });

  it.each([{ index: -1 }, { index: 1 }])('has no article $index among one', ({ index }) => {
    const table = articleTableOf([articleOf('It rained.')]);
    expect(() => table.at(index)).toThrow(new RangeError(`no article ${index} among 1`));
  });
});

describe('texts on disk', () => {
  const TEXTS = ['It rained.', '', 'Café 👨‍👩‍👧', '\ufeffIt stopped.'];
  let folder: string;
  let file: string;
  let articles: Article[];
  let table: ArticleTable;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'verbatim-texts-'));
    file = path.join(folder, 'texts.bin');
    await writeFile(file, '');
    articles = TEXTS.map((text, position) => articleOf(text, { path: `${position}.md` }));
    const rows = [];
    let end = 0;
    for (const { text, ...row } of articles) {
      await appendFile(file, text);
      rows.push({ ...row, textBytes: [end, (end += Buffer.byteLength(text))] as const });
    }
    table = new ArticleTable(rows, new DiskFile(file));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('are those of the articles', () => {
    expect([3, 0, 2, 1].map((index) => table.at(index))).toEqual(
      [3, 0, 2, 1].map((index) => articles[index]),
    );
  });

  it('can be read when their file has been removed', async () => {
    await rm(folder, { recursive: true });
    expect(table.at(2)).toEqual(articles[2]);
  });

  it('are refused when they were changed since, and no others', async () => {
    const handle = await open(file, 'r+');
    await handle.write('It poured.', 0);
    await handle.close();
    expect(() => table.at(0)).toThrow(IndexError);
    expect(() => table.at(0)).toThrow('must have the text of 0.md, found something else');
    expect(table.at(2)).toEqual(articles[2]);
  });

  it('are refused when their file was cut short since', async () => {
    await truncate(file, 15);
    expect(table.at(0)).toEqual(articles[0]);
    expect(() => table.at(2)).toThrow(IndexError);
  });
});
