/**
 * The index in PostgreSQL beside the one on disk: how long publishing and opening take, how much room
 * the tables take, how long a search takes, what a process that answers holds in memory, and how much
 * of the exact nearest ten the graph of pgvector finds. Takes a PostgreSQL with pgvector on this machine.
 *
 *     npm run bench:postgres -- 20000
 */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { EMBEDDED_MODEL_DIR } from '../src/config.ts';
import { readProfile } from '../src/embeddings/model-profile.ts';
import { loadEmbedder } from '../src/embeddings/transformers-embedder.ts';
import { percentile } from '../src/eval/metrics.ts';
import { IndexWriter } from '../src/postgres/index-writer.ts';
import { openPostgresIndex } from '../src/postgres/open-index.ts';
import { tablesOf } from '../src/postgres/schema.ts';
import { PostgresServer } from '../src/postgres/server.ts';
import { takeToServer } from '../src/postgres/update-shared.ts';
import { analyze } from '../src/retrieval/analyze.ts';
import { indexCorpus } from '../src/retrieval/index-corpus.ts';
import { retrieve } from '../src/retrieval/retrieve.ts';
import { openSearchIndex, type SearchIndex } from '../src/retrieval/search-index.ts';
import { Secret } from '../src/secret.ts';
import { EXACT_SCAN_LIMIT } from '../src/vector-index/hnsw-store.ts';
import { generateCorpus } from '../tests/support/generated-corpus.ts';
import { HAS_PGVECTOR, PostgresProcess } from '../tests/support/postgres.ts';

const QUESTIONS = 200;
const MEBIBYTE = 2 ** 20;

const embedder = await loadEmbedder(EMBEDDED_MODEL_DIR, await readProfile(EMBEDDED_MODEL_DIR));
const [size = '20000', home, place] = process.argv.slice(2);
if (home === undefined || place === undefined) await compare(Number(size));
else console.log(JSON.stringify(await measure(home, place)));

async function compare(passages: number): Promise<void> {
  if (!HAS_PGVECTOR) throw new Error('there is no PostgreSQL with pgvector on this machine');
  const folder = await mkdtemp(path.join(tmpdir(), 'verbatim-bench-'));
  const postgres = await PostgresProcess.start();
  try {
    const [corpusDir, indexDir] = [path.join(folder, 'corpus'), path.join(folder, 'index')];
    await generateCorpus(corpusDir, { passages, seed: 'postgres' });
    await indexCorpus({ corpusDir, indexDir, embedder, sampleCorpus: true });
    const url = await postgres.createDatabase('bench');
    await publish(url, indexDir);
    console.log(readFrom('disk', indexDir));
    console.log(readFrom('postgres', url.reveal()));
  } finally {
    await postgres.remove();
    await rm(folder, { recursive: true });
  }
}

async function publish(url: Secret, indexDir: string): Promise<void> {
  const writer = await IndexWriter.open(new PostgresServer(url));
  if (writer === null) throw new Error('somebody else is writing');
  const started = performance.now();
  const { manifest } = await takeToServer(writer, { indexDir, keepGenerations: 1 });
  const seconds = (performance.now() - started) / 1000;
  console.log(`${manifest.counts.passages} passages, ${manifest.model.dims} dims`);
  console.log(`published in ${seconds.toFixed(1)} s`);
  for (const [name, table] of Object.entries(tablesOf(writer.current!.id))) {
    const [row] = await writer.read(
      'SELECT pg_table_size($1::regclass)::float8 AS rows, pg_indexes_size($1::regclass)::float8 AS indexes',
      [table],
    );
    const mebibytes = (bytes: unknown): string => (Number(bytes) / MEBIBYTE).toFixed(1);
    console.log(
      `${name}: ${mebibytes(row?.['rows'])} MiB, indexes ${mebibytes(row?.['indexes'])} MiB`,
    );
  }
  await writer.close();
}

/** In a process of its own, so that its memory is what answering takes. */
function readFrom(from: string, address: string): string {
  const program = fileURLToPath(import.meta.url);
  return execFileSync(process.execPath, ['--import', 'tsx', program, size, from, address], {
    encoding: 'utf8',
  });
}

async function measure(from: string, address: string): Promise<object> {
  const restMemory = memory();
  const started = performance.now();
  const index = await openFrom(from, address);
  const openMs = Math.round(performance.now() - started);
  const questions = questionsAbout(index);
  const times: Record<string, number[]> = { vectors: [], terms: [], question: [] };
  let found = 0;
  for (const question of questions) {
    const query = await embedder.embedQuestion(question);
    const hits = await timed(times['vectors']!, () => index.vectors.nearest(query, 100));
    await timed(times['terms']!, async () => {
      const terms = await index.lexical.lookUp(analyze(question));
      return index.lexical.score(terms);
    });
    await timed(times['question']!, () => retrieve(index, embedder, question, { count: 12 }));
    // A set that is said to be small is compared one by one.
    const all = { mask: new Uint8Array(index.passages.size).fill(1), count: EXACT_SCAN_LIMIT };
    const exact = await index.vectors.nearest(query, 10, all);
    const nearest = new Set(hits.slice(0, 10).map(({ passage }) => passage));
    found += exact.filter(({ passage }) => nearest.has(passage)).length;
  }
  return {
    from,
    openMs,
    memoryMiB: Math.round(memory() - restMemory),
    'recall@10': found / (10 * questions.length),
    ...Object.fromEntries(
      Object.entries(times).map(([name, ms]) => [
        `${name} ms p50, p95`,
        [percentile(ms, 0.5), percentile(ms, 0.95)].map((value) => Number(value.toFixed(2))),
      ]),
    ),
  };
}

async function openFrom(from: string, address: string): Promise<SearchIndex> {
  const index =
    from === 'disk'
      ? await openSearchIndex(address, embedder.fingerprint)
      : await openPostgresIndex(new PostgresServer(new Secret(address)), embedder.fingerprint);
  if (index === null) throw new Error(`there is no index in ${from}`);
  return index;
}

/** A dozen words from passages all over the index. */
function questionsAbout(index: SearchIndex): string[] {
  const step = Math.max(1, Math.floor(index.passages.size / QUESTIONS));
  return Array.from({ length: QUESTIONS }, (_, at) => {
    const { article, start, end } = index.passages.at((at * step) % index.passages.size);
    return index.articles.at(article).text.slice(start, end).split(/\s+/).slice(5, 17).join(' ');
  });
}

async function timed<T>(times: number[], work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const result = await work();
  times.push(performance.now() - started);
  return result;
}

/** Resident, in MiB. */
function memory(): number {
  return process.memoryUsage().rss / MEBIBYTE;
}
