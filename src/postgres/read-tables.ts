import { sha256 } from '../corpus/article.ts';
import type { ArticleRow } from '../vector-index/article-table.ts';
import { type Columns, encodeColumns } from '../vector-index/column-file.ts';
import { tablesOf } from './schema.ts';
import type { Row } from './server.ts';
import { damaged, type Read, type StoredGeneration } from './stored-generation.ts';
import { decodeVector } from './vector-codec.ts';

/** Rows that are read at a time. */
const PAGE_ROWS = 5000;
/** Articles may be of some megabytes each. */
const PAGE_ARTICLES = 50;
const PAGE_VECTORS = 500;

/** All articles; their rows as the JSON that they were stored as, and their texts one after the other. */
export async function readArticles(
  read: Read,
  { id, manifest }: StoredGeneration,
): Promise<{ readonly rows: ArticleRow[]; readonly json: Uint8Array; readonly texts: Uint8Array }> {
  const properties: string[] = [];
  const texts: Buffer[] = [];
  const statement = `SELECT properties, content FROM ${tablesOf(id).articles} ${PAGE}`;
  for await (const row of pages(read, statement, manifest.counts.articles, PAGE_ARTICLES)) {
    properties.push(row['properties'] as string);
    texts.push(row['content'] as Buffer);
  }
  const json = `[${properties.join(',')}]`;
  return {
    rows: JSON.parse(json) as ArticleRow[],
    json: Buffer.from(json),
    texts: Buffer.concat(texts),
  };
}

/** All passages as the columns of a `PassageTable`, and how many terms each has. */
export async function readPassages(
  read: Read,
  { id, manifest }: StoredGeneration,
): Promise<{ readonly columns: Columns; readonly termCounts: Uint32Array }> {
  const size = manifest.counts.passages;
  const article = new Uint32Array(size);
  const start = new Uint32Array(size);
  const end = new Uint32Array(size);
  const headingStart = new Int32Array(size);
  const headingEnd = new Int32Array(size);
  const dateOffset = new Uint32Array(size + 1);
  const dateFrom: number[] = [];
  const dateTo: number[] = [];
  const termCounts = new Uint32Array(size);
  const statement = `SELECT * FROM ${tablesOf(id).passages} ${PAGE}`;
  for await (const row of pages(read, statement, size, PAGE_ROWS)) {
    const position = row['position'] as number;
    article[position] = row['article'] as number;
    start[position] = row['first_unit'] as number;
    end[position] = row['end_unit'] as number;
    headingStart[position] = row['heading_first_unit'] as number;
    headingEnd[position] = row['heading_end_unit'] as number;
    for (const day of row['dates_from'] as number[]) dateFrom.push(day);
    for (const day of row['dates_to'] as number[]) dateTo.push(day);
    dateOffset[position + 1] = dateFrom.length;
    termCounts[position] = row['term_count'] as number;
  }
  // In the order of the file that they came from.
  const columns = {
    article,
    start,
    end,
    headingStart,
    headingEnd,
    dateOffset,
    dateFrom: Uint32Array.from(dateFrom),
    dateTo: Uint32Array.from(dateTo),
  };
  return { columns, termCounts };
}

/**
 * All terms as the columns of a `TermDictionary`, verified together with the lengths of passages.
 *
 * @param termCounts as `readPassages` gives them.
 */
export async function readDictionary(
  read: Read,
  { id, dictionarySha256 }: StoredGeneration,
  termCounts: Uint32Array,
): Promise<Columns> {
  const { postings } = tablesOf(id);
  const size = await countTerms(read, postings);
  const spellings: Buffer[] = [];
  const termOffset = new Uint32Array(size + 1);
  const isName = new Uint8Array(size);
  const statement = `SELECT spelling, is_name FROM ${postings} ${PAGE.replaceAll('position', 'term')}`;
  for await (const row of pages(read, statement, size, PAGE_ROWS)) {
    const spelling = row['spelling'] as Buffer;
    const term = spellings.push(spelling) - 1;
    termOffset[term + 1] = termOffset[term]! + spelling.length;
    isName[term] = row['is_name'] === true ? 1 : 0;
  }
  const dictionary = { termBytes: Buffer.concat(spellings), termOffset, isName };
  if (dictionaryChecksum(dictionary, termCounts) !== dictionarySha256) {
    throw damaged('its dictionary');
  }
  return dictionary;
}

/** The other columns of a `LexicalIndex`, but for the lengths of passages. */
export async function readPostings(read: Read, { id }: StoredGeneration): Promise<Columns> {
  const { postings } = tablesOf(id);
  const size = await countTerms(read, postings);
  const postingOffset = new Uint32Array(size + 1);
  const passages: Buffer[] = [];
  const frequencies: Buffer[] = [];
  const statement = `SELECT passages, frequencies FROM ${postings} ${PAGE.replaceAll('position', 'term')}`;
  for await (const row of pages(read, statement, size, PAGE_ROWS)) {
    const frequency = row['frequencies'] as Buffer;
    const term = frequencies.push(frequency) - 1;
    passages.push(row['passages'] as Buffer);
    postingOffset[term + 1] = postingOffset[term]! + frequency.length;
  }
  return {
    postingOffset,
    passage: new Uint32Array(new Uint8Array(Buffer.concat(passages)).buffer),
    frequency: new Uint8Array(Buffer.concat(frequencies)),
  };
}

/** SHA-256 of a dictionary's columns and the lengths of passages, hexadecimal. */
export function dictionaryChecksum(
  { termBytes, termOffset, isName }: Columns,
  termCounts: Uint32Array,
): string {
  return sha256(
    Buffer.concat(
      encodeColumns({
        termBytes: termBytes!,
        termOffset: termOffset!,
        isName: isName!,
        termCounts,
      }),
    ),
  );
}

async function countTerms(read: Read, postings: string): Promise<number> {
  const [row] = await read(`SELECT count(*)::integer AS terms FROM ${postings}`);
  return row!['terms'] as number;
}

/** The vectors of a generation in their order, as `[passages, dims]` in parts. */
export async function* readVectorParts(
  read: Read,
  { id, manifest }: StoredGeneration,
): AsyncGenerator<Float32Array> {
  const { vectors } = tablesOf(id);
  const { dims } = manifest.model;
  for (let first = 0; first < manifest.counts.passages; first += PAGE_VECTORS) {
    const rows = await read(`SELECT vector_send(embedding) AS vector FROM ${vectors} ${PAGE}`, [
      first,
      first + PAGE_VECTORS,
    ]);
    const part = new Float32Array(rows.length * dims);
    rows.forEach((row, position) =>
      part.set(decodeVector(row['vector'] as Buffer), position * dims),
    );
    yield part;
  }
}

const PAGE = 'WHERE position >= $1 AND position < $2 ORDER BY position';

/** The rows from 0 up to `size`, each a step further; the tables of a generation never change. */
async function* pages(
  read: Read,
  statement: string,
  size: number,
  pageRows: number,
): AsyncGenerator<Row> {
  for (let first = 0; first < size; first += pageRows) {
    const rows = await read(statement, [first, first + pageRows]);
    if (rows.length !== Math.min(pageRows, size - first)) throw damaged('a table');
    yield* rows;
  }
}
