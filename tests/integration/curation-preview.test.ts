import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FilePreview, MAX_PREVIEWED, previewFile } from '../../src/curation/preview-file.ts';
import { CorpusError } from '../../src/errors.ts';
import type { SearchIndex } from '../../src/retrieval/search-index.ts';
import { FakeEmbedder } from '../support/fake-embedder.ts';
import { Library, SAMPLE_FILES } from '../support/library.ts';

const LIMIT = { maxFileBytes: 10 * 2 ** 20 };
const PARAGRAPHS = Array.from(
  { length: 12 },
  (_, at) =>
    `Section ${at}: ` +
    `engineer${at} repaired lighthouse${at} before steamers${at} carried timber${at} beyond ` +
    `granite${at} harbours${at} while merchants${at} counted barrels${at} under lanterns${at}. `.repeat(
      5,
    ),
);

let library: Library;
let index: SearchIndex;

beforeAll(async () => {
  library = await Library.create({ ...SAMPLE_FILES, 'long.txt': PARAGRAPHS.join('\n\n') });
  await library.index();
  index = await library.open();
});
afterAll(() => library.remove());

function preview(
  content: string | Uint8Array,
  name = 'upload.txt',
  embedder = new FakeEmbedder(),
): Promise<FilePreview> {
  return previewFile(index, embedder, { name, bytes: Buffer.from(content) }, LIMIT);
}

describe('the preview of a file', () => {
  it('shows what was understood of it, as plain values', async () => {
    const content = `---
title: Osterby counts its trams
date: 2023-01-05
outlet: The Morning Post
url: https://example.org/trams
language: en
note: shortened
---

The town has forty trams 🚋.

# Depot

They sleep in the old depot.
`;
    const seen = await preview(content, '../Trams!.docx');
    expect(structuredClone(seen)).toEqual({
      kind: '.md',
      fileName: 'trams-docx.md',
      articleCount: 1,
      duplicateCount: 0,
      refused: [],
      refusedCount: 0,
      articles: [
        {
          title: 'Osterby counts its trams',
          published: '2023-01-05',
          outlet: 'The Morning Post',
          url: 'https://example.org/trams',
          language: 'en',
          note: 'shortened',
          passages: 2,
          passagesAreEstimated: false,
          beginning: 'The town has forty trams 🚋.',
          sameAs: null,
          nearDuplicates: [],
          warnings: [],
        },
      ],
    });
  });

  it('names a file without a name after its title', async () => {
    const { fileName } = await preview('# Flood in Harlow\n\nThe river rose.', ' ');
    expect(fileName).toBe('flood-in-harlow.md');
  });

  it('warns of what is missing and of what the model does not read', async () => {
    const embedder = new FakeEmbedder();
    embedder.readsScript = () => false;
    const { articles } = await preview('Річка піднялася на два метри.', 'a.txt', embedder);
    expect(articles[0]?.warnings).toEqual([
      'no title found',
      'no date found, so it is left out whenever somebody asks for a span of days',
      'no outlet found, so quotes will name none',
      'written in Cyrillic, which the model does not read, so only its very words will find it',
    ]);
  });

  it('shows the first of many articles and counts all', async () => {
    const lines = Array.from({ length: 30 }, (_, at) => `{"text":"Ship ${at} came in."}`);
    const broken = Array.from({ length: 20 }, () => '{"text":""}');
    const seen = await preview([...lines, ...broken].join('\n'), 'ships.txt');
    expect(seen).toMatchObject({ kind: '.jsonl', articleCount: 30, refusedCount: 20 });
    expect(seen.articles).toHaveLength(MAX_PREVIEWED);
    expect(seen.refused).toHaveLength(MAX_PREVIEWED);
    expect(seen.refused[0]).toEqual({ line: '31', reason: 'text is missing or blank' });
  });

  it('cuts no character in two where it shows the beginning', async () => {
    const { articles } = await preview(`x${'🚢'.repeat(400)}`);
    expect(articles[0]?.beginning).toBe(`x${'🚢'.repeat(149)}`);
  });

  it('is refused with the reason where nothing can be read', async () => {
    const reading = preview('---\ntitle: A\ndate: tomorrow\n---\nText.');
    await expect(reading).rejects.toThrow(CorpusError);
    await expect(reading).rejects.toThrow('front matter: date is not a day of the calendar');
    await expect(preview('%PDF-1.7')).rejects.toThrow('is a PDF document');
    const bytes = Buffer.from('Too much.');
    await expect(
      previewFile(index, new FakeEmbedder(), { name: 'a', bytes }, { maxFileBytes: 2 }),
    ).rejects.toThrow('is larger than');
  });
});

describe('a file that is in the corpus already', () => {
  it('is told by its text, to the letter', async () => {
    const { articles, duplicateCount } = await preview(SAMPLE_FILES['flood.txt']);
    expect(articles).toMatchObject([{ sameAs: 'flood.txt', nearDuplicates: [] }]);
    expect(duplicateCount).toBe(1);
  });

  it('is told from a line before it in the same file', async () => {
    const { articles, duplicateCount } = await preview('{"text":"A ship."}\n{"text":"A ship."}');
    expect(articles.map(({ sameAs }) => sameAs)).toEqual([null, 'line 1 of this file']);
    expect(duplicateCount).toBe(1);
  });

  it('is told by its passages when words or the form were changed', async () => {
    const changed = SAMPLE_FILES['flood.txt'].replace('two metres', '2 m').replace('9,000', '9000');
    const page = `<html><title>Flood</title><article>${changed
      .split('\n\n')
      .slice(2)
      .map((paragraph) => `<p>${paragraph}</p>`)
      .join('')}</article></html>`;
    for (const content of [changed, page]) {
      const { articles } = await preview(content);
      expect(articles[0]?.nearDuplicates).toMatchObject([{ path: 'flood.txt', share: 1 }]);
    }
  });

  it('is told when it is cut elsewhere, and half of it is enough', async () => {
    const shifted = ['Editor: printed anew.', ...PARAGRAPHS.slice(3)].join('\n\n');
    const half = [
      ...PARAGRAPHS.slice(0, 6),
      ...PARAGRAPHS.slice(0, 5).map((paragraph) => paragraph.replace(/[a-z]+(\d)/g, 'z$1qq$1')),
    ].join('\n\n');
    for (const content of [shifted, half]) {
      const { articles } = await preview(content);
      expect(articles[0]?.nearDuplicates).toMatchObject([{ path: 'long.txt' }]);
      expect(articles[0]?.nearDuplicates[0]?.share).toBeGreaterThanOrEqual(0.5);
    }
  });

  it('is not seen in an article that has little of it', async () => {
    const quarter = [
      ...PARAGRAPHS.slice(0, 3),
      ...PARAGRAPHS.slice(3).map((paragraph) => paragraph.replace(/[a-z]+(\d)/g, 'z$1qq$1')),
    ].join('\n\n');
    expect((await preview(quarter)).articles[0]?.nearDuplicates).toEqual([]);
    expect((await preview('The river Harlow.')).articles[0]?.nearDuplicates).toEqual([]);
  });
});

describe('a large file', () => {
  it('of more lines than can be read in a moment is refused', async () => {
    await expect(preview('{"text":"A."}\n'.repeat(700_000))).rejects.toThrow(
      'must have up to 20000 lines, found 700000; split it',
    );
  });

  it('of one article is looked at in its beginning', async () => {
    const paragraph = 'The mayor of Osterby opened the bridge on 15 November 2022, she said.\n\n';
    const { articles } = await preview(paragraph.repeat(140_000));
    expect(articles[0]).toMatchObject({ passagesAreEstimated: true });
    expect(articles[0]?.passages).toBeGreaterThan(10_000);
  });

  it('of many articles is compared in the first of them', async () => {
    const line = JSON.stringify({ text: PARAGRAPHS.join('\n\n') });
    const embedder = new FakeEmbedder();
    const lines = Array.from({ length: 1000 }, (_, at) => line.replace('Section', `Part ${at}`));
    const seen = await preview(lines.join('\n'), 'a.jsonl', embedder);
    expect(seen.articles[0]?.nearDuplicates).toMatchObject([{ path: 'long.txt' }]);
    expect(embedder.embedded.length).toBeLessThanOrEqual(12 * MAX_PREVIEWED);
  });
});
