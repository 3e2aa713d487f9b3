import { ExactVectorStore } from '../vector-index/exact-store.ts';
import { MemoryRows } from '../vector-index/vector-rows.ts';
import { EXACT_SCAN_LIMIT } from '../vector-index/hnsw-store.ts';
import type { PassageSet, VectorHit, VectorStore } from '../vector-index/vector-store.ts';
import { inGraph, tablesOf } from './schema.ts';
import type { PostgresServer, Row } from './server.ts';
import { damaged, type StoredGeneration } from './stored-generation.ts';
import { decodeVector, encodeVector } from './vector-codec.ts';

/** Candidates looked at while searching (ef); pgvector takes no more than 1000. */
const SEARCH_CANDIDATES = 400;
const MAX_SEARCH_CANDIDATES = 1000;
/** The server adds up in another order, so that its last digits may put others at the end of the list. */
const SPARE_HITS = 16;

/**
 * Searches vectors in PostgreSQL. The server finds candidates and sends their vectors, which are
 * compared here: a similarity is the same to the last bit as with an index in memory.
 */
export class PgvectorStore implements VectorStore {
  readonly size: number;
  readonly #server: PostgresServer;
  readonly #table: string;
  readonly #dims: number;
  readonly #hasGraph: boolean;

  private constructor(server: PostgresServer, generation: StoredGeneration, hasGraph: boolean) {
    this.size = generation.manifest.counts.passages;
    this.#server = server;
    this.#table = tablesOf(generation.id).vectors;
    this.#dims = generation.manifest.model.dims;
    this.#hasGraph = hasGraph;
  }

  /** Without an index of pgvector on the table, every search is exact. */
  static async open(server: PostgresServer, generation: StoredGeneration): Promise<PgvectorStore> {
    const [row] = await server.read(
      'SELECT EXISTS (SELECT FROM pg_index WHERE indrelid = $1::regclass AND indisvalid ' +
        'AND NOT indisprimary) AS has_graph',
      [tablesOf(generation.id).vectors],
    );
    return new PgvectorStore(server, generation, row?.['has_graph'] === true);
  }

  async nearest(query: Float32Array, count: number, within?: PassageSet): Promise<VectorHit[]> {
    this.#check(query);
    const wanted = Math.min(count, within?.count ?? this.size);
    if (wanted === 0) return [];
    const takesGraph =
      this.#hasGraph &&
      (within?.count ?? this.size) > EXACT_SCAN_LIMIT &&
      wanted + SPARE_HITS <= MAX_SEARCH_CANDIDATES;
    let rows = takesGraph ? await this.#findByGraph(query, wanted + SPARE_HITS, within) : [];
    // The graph may end before it has met as many passages of a set as there are.
    if (rows.length < wanted) rows = await this.#findExactly(query, wanted + SPARE_HITS, within);
    if (rows.length < wanted) throw damaged('the number of vectors');
    const { vectors } = this.#decode(rows);
    const store = new ExactVectorStore(new MemoryRows(vectors, this.#dims));
    const similarities = await store.similarities(query, [...rows.keys()]);
    return rows
      .map((row, place) => ({
        passage: row['position'] as number,
        similarity: similarities[place]!,
      }))
      .sort((a, b) => b.similarity - a.similarity || a.passage - b.passage)
      .slice(0, count);
  }

  async similarities(query: Float32Array, passages: readonly number[]): Promise<number[]> {
    this.#check(query);
    const rows = await this.#server.read(
      `SELECT position, vector_send(embedding) AS vector FROM ${this.#table} WHERE position = ANY($1)`,
      [passages],
    );
    const { vectors, places } = this.#decode(rows);
    const found = passages.map((passage) => {
      const place = places.get(passage);
      if (place === undefined) throw damaged(`the vector of passage ${passage}`);
      return place;
    });
    return new ExactVectorStore(new MemoryRows(vectors, this.#dims)).similarities(query, found);
  }

  #findByGraph(
    query: Float32Array,
    count: number,
    within: PassageSet | undefined,
  ): Promise<readonly Row[]> {
    const { filter, values } = filterOf(within);
    return this.#server.readTogether(async (session) => {
      await session.query(
        `SELECT set_config('hnsw.ef_search', $1, true), ` +
          // Goes on where a filter has left too few.
          `set_config('hnsw.iterative_scan', 'strict_order', true), ` +
          // The planner thinks that a filter leaves next to nothing, and would sort the table.
          `set_config('enable_seqscan', 'off', true)`,
        [String(Math.max(SEARCH_CANDIDATES, count))],
      );
      return session.query(
        `SELECT position, vector_send(embedding) AS vector FROM ${this.#table} ${filter} ` +
          `ORDER BY ${inGraph('embedding', this.#dims)} <#> ${inGraph('$1::vector', this.#dims)} LIMIT $2`,
        [encodeVector(query), count, ...values],
      );
    });
  }

  #findExactly(
    query: Float32Array,
    count: number,
    within: PassageSet | undefined,
  ): Promise<readonly Row[]> {
    const { filter, values } = filterOf(within);
    return this.#server.read(
      // The sum keeps the graph out of it, which is ordered by the operator alone.
      'SELECT position, vector_send(embedding) AS vector FROM ' +
        `(SELECT position, embedding FROM ${this.#table} ${filter} ` +
        'ORDER BY (embedding <#> $1::vector) + 0, position LIMIT $2) AS nearest',
      [encodeVector(query), count, ...values],
    );
  }

  /** The vectors of rows one after the other, and at which place which passage is. */
  #decode(rows: readonly Row[]): {
    readonly vectors: Float32Array;
    readonly places: ReadonlyMap<number, number>;
  } {
    const vectors = new Float32Array(rows.length * this.#dims);
    const places = new Map<number, number>();
    rows.forEach((row, place) => {
      vectors.set(decodeVector(row['vector'] as Buffer), place * this.#dims);
      places.set(row['position'] as number, place);
    });
    return { vectors, places };
  }

  #check(query: Float32Array): void {
    if (query.length !== this.#dims) {
      throw new Error(`a query of ${query.length} dims cannot search an index of ${this.#dims}`);
    }
  }
}

/** A condition on the passages of a set, of which the values begin with $3. */
function filterOf(within: PassageSet | undefined): {
  readonly filter: string;
  readonly values: readonly unknown[];
} {
  if (within === undefined) return { filter: '', values: [] };
  // Few are looked up one by one; of many each row is asked whether it is one.
  return within.count <= EXACT_SCAN_LIMIT
    ? { filter: 'WHERE position = ANY($3)', values: [toPositions(within)] }
    : { filter: 'WHERE get_bit($3::bytea, position) = 1', values: [toBits(within)] };
}

function toPositions({ mask }: PassageSet): number[] {
  const positions: number[] = [];
  mask.forEach((isIn, passage) => {
    if (isIn === 1) positions.push(passage);
  });
  return positions;
}

/** One bit a passage, the lowest of each byte first, as `get_bit` counts. */
function toBits({ mask }: PassageSet): Buffer {
  const bits = Buffer.alloc(Math.ceil(mask.length / 8));
  mask.forEach((isIn, passage) => {
    if (isIn === 1) bits[passage >> 3]! |= 1 << (passage & 7);
  });
  return bits;
}
