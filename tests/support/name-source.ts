import { analyze } from '../../src/retrieval/analyze.ts';
import { LexicalIndex, LexicalIndexBuilder } from '../../src/retrieval/lexical-index.ts';

/** A lexical index over texts, one passage each, that has never been on disk. */
export function lexicalIndexOf(...texts: readonly string[]): LexicalIndex {
  const builder = new LexicalIndexBuilder();
  for (const text of texts) builder.add(analyze(text));
  return new LexicalIndex(builder.columns());
}

/** What knows the names of the two towns of the tests, and their other words. */
export const NAME_SOURCE = lexicalIndexOf(
  'The mayor of Osterby, Ingrid Tarn, opened the bridge on Tuesday.',
  'In the port of Harlow dockers walked out; the union demands more pay.',
);
