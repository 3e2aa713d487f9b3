import { INDEX_FILES } from '../retrieval/search-index.ts';
import type { ArticleRow } from '../vector-index/article-table.ts';
import { column, type Columns } from '../vector-index/column-file.ts';
import type { Generation } from '../vector-index/generation.ts';
import { EXACT_SCAN_LIMIT } from '../vector-index/hnsw-store.ts';
import { createGraph, tablesOf } from './schema.ts';
import type { Session } from './server.ts';
import { encodeVector } from './vector-codec.ts';

/** Rows that are written with one statement, or fewer where they are large. */
const BATCH_ROWS = 2000;
const BATCH_BYTES = 4_000_000;
const BATCH_VECTORS = 500;
/** Neighbours that a vector is linked to, and candidates looked at for them, as in the graph on disk. */
const LINKS = 16;
const BUILD_CANDIDATES = 200;
/** Building a graph is many times slower once it does not fit. */
const GRAPH_MEMORY = '1GB';

/** @param id of the generation whose empty tables there are already. */
export async function writeArticles(
  session: Session,
  id: number,
  generation: Generation,
): Promise<void> {
  const json = new TextDecoder().decode(generation.file(INDEX_FILES.articles));
  const rows = JSON.parse(json) as ArticleRow[];
  const texts = generation.file(INDEX_FILES.texts);
  await insert(
    session,
    `INSERT INTO ${tablesOf(id).articles} SELECT * FROM unnest($1::integer[], $2::text[], $3::bytea[])`,
    rows.map((row, position) => {
      const content = Buffer.from(texts.subarray(...row.textBytes));
      const properties = JSON.stringify(row);
      return { values: [position, properties, content], bytes: content.length + properties.length };
    }),
  );
}

/** @param termCounts number of terms of each passage. */
export async function writePassages(
  session: Session,
  id: number,
  columns: Columns,
  termCounts: Uint32Array,
): Promise<void> {
  const article = column(columns, 'article', Uint32Array);
  const start = column(columns, 'start', Uint32Array);
  const end = column(columns, 'end', Uint32Array);
  const headingStart = column(columns, 'headingStart', Int32Array);
  const headingEnd = column(columns, 'headingEnd', Int32Array);
  const dateOffset = column(columns, 'dateOffset', Uint32Array);
  const dateFrom = column(columns, 'dateFrom', Uint32Array);
  const dateTo = column(columns, 'dateTo', Uint32Array);
  const listOf = (days: Uint32Array, passage: number): string =>
    `{${days.subarray(dateOffset[passage], dateOffset[passage + 1]).join(',')}}`;
  await insert(
    session,
    `INSERT INTO ${tablesOf(id).passages} ` +
      'SELECT position, article, first_unit, end_unit, heading_first, heading_end, days_from::integer[], ' +
      'days_to::integer[], term_count FROM unnest($1::integer[], $2::integer[], $3::integer[], ' +
      '$4::integer[], $5::integer[], $6::integer[], $7::text[], $8::text[], $9::integer[]) AS passage ' +
      '(position, article, first_unit, end_unit, heading_first, heading_end, days_from, days_to, term_count)',
    (function* () {
      for (let passage = 0; passage < article.length; passage++) {
        yield {
          values: [
            passage,
            article[passage],
            start[passage],
            end[passage],
            headingStart[passage],
            headingEnd[passage],
            listOf(dateFrom, passage),
            listOf(dateTo, passage),
            termCounts[passage],
          ],
          bytes: 0,
        };
      }
    })(),
  );
}

/** @param columns of a `LexicalIndex`. */
export async function writePostings(session: Session, id: number, columns: Columns): Promise<void> {
  const termBytes = Buffer.from(column(columns, 'termBytes', Uint8Array));
  const termOffset = column(columns, 'termOffset', Uint32Array);
  const isName = column(columns, 'isName', Uint8Array);
  const postingOffset = column(columns, 'postingOffset', Uint32Array);
  const passages = column(columns, 'passage', Uint32Array);
  const frequencies = column(columns, 'frequency', Uint8Array);
  await insert(
    session,
    `INSERT INTO ${tablesOf(id).postings} ` +
      'SELECT * FROM unnest($1::integer[], $2::bytea[], $3::boolean[], $4::bytea[], $5::bytea[])',
    (function* () {
      for (let term = 0; term < isName.length; term++) {
        const [start, end] = [postingOffset[term], postingOffset[term + 1]];
        const list = passages.subarray(start, end);
        yield {
          values: [
            term,
            termBytes.subarray(termOffset[term], termOffset[term + 1]),
            isName[term] === 1,
            Buffer.from(list.buffer, list.byteOffset, list.byteLength),
            Buffer.from(frequencies.subarray(start, end)),
          ],
          bytes: 5 * list.length,
        };
      }
    })(),
  );
}

/** Writes the vectors, and links them where there are many. */
export async function writeVectors(
  session: Session,
  id: number,
  generation: Generation,
): Promise<void> {
  const { manifest } = generation;
  const { dims } = manifest.model;
  const size = manifest.counts.passages;
  const bytes = new Uint8Array(generation.file(INDEX_FILES.vectors));
  const vectors = new Float32Array(bytes.buffer);
  for (let first = 0; first < size; first += BATCH_VECTORS) {
    const count = Math.min(BATCH_VECTORS, size - first);
    const values = Array.from({ length: count }, (_, row) => [
      first + row,
      encodeVector(vectors.subarray((first + row) * dims, (first + row + 1) * dims)),
    ]);
    const places = values.map((_, row) => `($${2 * row + 1}::integer, $${2 * row + 2}::vector)`);
    await session.query(
      `INSERT INTO ${tablesOf(id).vectors} VALUES ${places.join(', ')}`,
      values.flat(),
    );
  }
  // As on disk: below that nothing is faster than comparing with every vector.
  if (size <= EXACT_SCAN_LIMIT) return;
  await session.query(`SET LOCAL maintenance_work_mem = '${GRAPH_MEMORY}'`);
  await session.query(createGraph(id, dims, { links: LINKS, buildCandidates: BUILD_CANDIDATES }));
}

interface WrittenRow {
  readonly values: readonly unknown[];
  /** About how large it is. */
  readonly bytes: number;
}

/** Inserts rows by a statement that takes each of their columns as an array. */
async function insert(
  session: Session,
  statement: string,
  rows: Iterable<WrittenRow>,
): Promise<void> {
  let batch: (readonly unknown[])[] = [];
  let batchBytes = 0;
  const flush = async (): Promise<void> => {
    const [first] = batch;
    if (first === undefined) return;
    await session.query(
      statement,
      first.map((_, place) => batch.map((values) => values[place])),
    );
    batch = [];
    batchBytes = 0;
  };
  for (const { values, bytes } of rows) {
    batch.push(values);
    batchBytes += bytes;
    if (batch.length >= BATCH_ROWS || batchBytes >= BATCH_BYTES) await flush();
  }
  await flush();
}
