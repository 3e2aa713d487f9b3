import type { DateSpan } from '../../src/corpus/calendar-date.ts';
import type { Article } from '../../src/corpus/article.ts';
import type { Embedder } from '../../src/embeddings/embedder.ts';
import { passageContext, passageInput } from '../../src/embeddings/passage-input.ts';
import { PASSAGE_SETTINGS } from '../../src/passages/passage.ts';
import { splitArticle } from '../../src/passages/split-article.ts';
import { analyze } from '../../src/retrieval/analyze.ts';
import { LexicalIndex, LexicalIndexBuilder } from '../../src/retrieval/lexical-index.ts';
import { type EmbeddedIndex, INDEX_VERSIONS } from '../../src/retrieval/search-index.ts';
import { encodeSources } from '../../src/retrieval/sources.ts';
import {
  type ArticleRow,
  ArticleTable,
  encodeArticleRows,
} from '../../src/vector-index/article-table.ts';
import { ExactVectorStore } from '../../src/vector-index/exact-store.ts';
import { MemoryRows } from '../../src/vector-index/vector-rows.ts';
import { FORMAT_VERSION, type Manifest } from '../../src/vector-index/manifest.ts';
import {
  passageColumns,
  type PassageRow,
  PassageTable,
} from '../../src/vector-index/passage-table.ts';
import { FakeEmbedder } from './fake-embedder.ts';

export interface SampleIndexOptions {
  readonly embedder?: Embedder;
  /** Where the articles are not to be cut as usual. */
  readonly passages?: readonly PassageRow[];
}

/** An index that has never been on disk. */
export async function sampleIndex(
  articles: readonly Article[],
  { embedder = new FakeEmbedder(), passages = cut(articles, embedder) }: SampleIndexOptions = {},
): Promise<EmbeddedIndex> {
  const { dims } = embedder.fingerprint;
  const vectors = new Float32Array(passages.length * dims);
  const lexical = new LexicalIndexBuilder();
  for (const [position, row] of passages.entries()) {
    const article = articles[row.article]!;
    const passage = { ...row, articleId: article.id, published: article.date };
    const [vector] = await embedder.embedPassages([passageInput(article, passage, embedder)]);
    vectors.set(vector!, position * dims);
    lexical.add([
      ...analyze(article.text.slice(row.start, row.end)),
      ...analyze(passageContext(article, row)),
    ]);
  }
  const vectorRows = new MemoryRows(vectors, dims);
  return {
    name: '20221116T000000-00000000',
    manifest: {
      ...sampleManifest(),
      model: embedder.fingerprint,
      counts: { articles: articles.length, passages: passages.length },
    },
    articles: articleTableOf(articles),
    passages: new PassageTable(passageColumns(passages)),
    vectors: new ExactVectorStore(vectorRows),
    vectorRows,
    lexical: new LexicalIndex(lexical.columns()),
    published: spanOfDates(articles),
    sources: encodeSources([]),
  };
}

function spanOfDates(articles: readonly Article[]): DateSpan | null {
  const dates = articles.flatMap(({ date }) => date ?? []).sort();
  return dates.length === 0 ? null : { from: dates[0]!, to: dates.at(-1)! };
}

/** A table of articles that has never been on disk. */
export function articleTableOf(articles: readonly Article[]): ArticleTable {
  const rows: ArticleRow[] = [];
  const texts: Buffer[] = [];
  let end = 0;
  for (const { text, ...row } of articles) {
    const bytes = Buffer.from(text);
    rows.push({ ...row, textBytes: [end, end + bytes.length] });
    texts.push(bytes);
    end += bytes.length;
  }
  return ArticleTable.decode(encodeArticleRows(rows), Buffer.concat(texts));
}

function cut(articles: readonly Article[], embedder: Embedder): PassageRow[] {
  return articles.flatMap((article, position) =>
    splitArticle(article, PASSAGE_SETTINGS, embedder).map(
      ({ start, end, heading, eventDates }) => ({
        article: position,
        start,
        end,
        heading,
        eventDates,
      }),
    ),
  );
}

/** A manifest with every field. */
export function sampleManifest(): Manifest {
  return {
    formatVersion: FORMAT_VERSION,
    createdAt: '2022-11-16T12:00:00.000Z',
    model: new FakeEmbedder().fingerprint,
    metric: 'cosine',
    versions: INDEX_VERSIONS,
    passages: PASSAGE_SETTINGS,
    counts: { articles: 2, passages: 5 },
    files: { 'vectors.bin': { bytes: 320, sha256: 'a'.repeat(64) } },
  };
}
