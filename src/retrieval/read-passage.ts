import type { TextRange } from '../corpus/article.ts';
import { passageContext } from '../embeddings/passage-input.ts';
import { splitSentences } from '../passages/split-sentences.ts';
import type { PassageRow } from '../vector-index/passage-table.ts';
import { termsOf } from './analyze.ts';
import type { SearchIndex } from './search-index.ts';

/** What a passage says, whatever is asked. */
export interface ReadPassage {
  /** In the order of the text, without the heading unless that is all there is. */
  readonly sentences: readonly ReadSentence[];
  /** What a reader knows who comes to the passage: title, heading above it and days. */
  readonly context: string;
  /** The terms of the context, and of a heading that the passage begins with, each once. */
  readonly contextTerms: readonly string[];
}

/** A sentence of a passage. */
export interface ReadSentence extends TextRange {
  readonly text: string;
  /** Its terms, in order. */
  readonly terms: readonly string[];
}

/**
 * One question reads its best passages up to three times, and members ask about the same events; all
 * of these take some 10 MB.
 */
const REMEMBERED_PASSAGES = 500;
const remembered = new WeakMap<SearchIndex, Map<number, ReadPassage>>();

/** Splits a passage into sentences and analyses them, unless that was done a moment ago. */
export function readPassage(index: SearchIndex, passage: number): ReadPassage {
  let known = remembered.get(index);
  if (known === undefined) {
    known = new Map();
    remembered.set(index, known);
  }
  let read = known.get(passage);
  if (read === undefined) {
    read = readAnew(index, passage);
    if (known.size >= REMEMBERED_PASSAGES) known.clear();
    known.set(passage, read);
  }
  return read;
}

function readAnew({ articles, passages }: SearchIndex, passage: number): ReadPassage {
  const row = passages.at(passage);
  const article = articles.at(row.article);
  const { heading, sentences: ranges } = withoutHeading(article.text, row);
  const context = passageContext(article, row);
  return {
    context,
    contextTerms: [...new Set(termsOf(`${context}\n${heading}`))],
    sentences: ranges.map((range): ReadSentence => {
      const text = article.text.slice(range.start, range.end);
      return { ...range, text, terms: termsOf(text) };
    }),
  };
}

/** The heading that a passage begins with, and the sentences below it. */
function withoutHeading(
  text: string,
  { start, end, heading }: PassageRow,
): { readonly heading: string; readonly sentences: TextRange[] } {
  const holdsHeading = heading !== null && heading.start >= start && heading.end < end;
  return {
    heading: holdsHeading ? text.slice(heading.start, heading.end) : '',
    sentences: splitSentences(text, { start: holdsHeading ? heading.end : start, end }),
  };
}
