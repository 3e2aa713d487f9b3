import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ArticleDraft } from '../../../src/corpus/article.ts';
import { markdownReader } from '../../../src/corpus/read-markdown.ts';
import { textReader } from '../../../src/corpus/read-text.ts';
import { CorpusError } from '../../../src/errors.ts';
import { arbitraryText, tearsPair } from '../passages/text-arbitraries.ts';

/** What is wrong with the excluded ranges of a draft; empty when all is well. */
function faultsOf({ text, excluded }: ArticleDraft): string[] {
  let position = 0;
  return excluded.flatMap(({ start, end }) => {
    const isSound =
      position <= start &&
      start < end &&
      end <= text.length &&
      !tearsPair(text, start) &&
      !tearsPair(text, end);
    position = end;
    return isSound ? [] : [`[${start}, ${end})`];
  });
}

describe('a plain text', () => {
  it('may have front matter, which is believed rather than the masthead', () => {
    const text = `---
title: Dry at last
outlet: The Courier
---
Flood Crest Passes Tarn at Last
16 November 2022
The Lantern

The river rose by two metres overnight, officials in the town said.
`;
    expect(textReader.read(text)).toMatchObject({
      title: 'Dry at last',
      date: '2022-11-16',
      outlet: 'The Courier',
      excluded: [
        { start: 0, end: 47 },
        { start: 47, end: 107 },
      ],
    });
  });

  it('says nothing of itself when it has neither', () => {
    expect(textReader.read('It rained.\n')).toEqual({
      title: null,
      date: null,
      outlet: null,
      url: null,
      language: null,
      note: null,
      text: 'It rained.\n',
      excluded: [],
    });
  });
});

describe('any text', () => {
  it.each([
    { format: 'plain text', reader: textReader },
    { format: 'Markdown', reader: markdownReader },
  ])('is read as $format unchanged, with ranges in order, or refused', ({ reader }) => {
    const frontMatter = fc.constantFrom('', '', '---\n', '---\ntitle: A\n---\n', '---\r\n---\r\n');
    fc.assert(
      fc.property(frontMatter, arbitraryText, (above, body) => {
        const text = above + body;
        try {
          const draft = reader.read(text);
          expect(draft.text).toBe(text);
          expect(faultsOf(draft)).toEqual([]);
        } catch (error) {
          if (!(error instanceof CorpusError)) throw error;
        }
      }),
      { numRuns: 200 },
    );
  });
});
