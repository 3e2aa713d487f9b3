/** Raised whenever older programs could no longer read what this one writes, or the other way round. */
export const SCHEMA_VERSION = 1;

/** Told, with the id of the generation, when another one becomes current. */
export const CURRENT_CHANNEL = 'verbatim_current';

/**
 * What all generations share. It may be run any number of times; a database that has it already needs
 * no right to create anything.
 */
export const SCHEMA = `
CREATE EXTENSION IF NOT EXISTS vector;
CREATE SCHEMA IF NOT EXISTS verbatim;

CREATE TABLE IF NOT EXISTS verbatim.schema_version (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  version integer NOT NULL
);
INSERT INTO verbatim.schema_version (version) VALUES (${SCHEMA_VERSION}) ON CONFLICT DO NOTHING;

-- Complete states of the index, each with tables of its own that never change.
CREATE TABLE IF NOT EXISTS verbatim.generations (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- As on the disk that it came from.
  name text NOT NULL,
  manifest json NOT NULL,
  sources bytea NOT NULL,
  -- Of terms and lengths of passages, hexadecimal: postings are read one by one and not all verified.
  dictionary_sha256 text NOT NULL
);

CREATE TABLE IF NOT EXISTS verbatim.current_generation (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  id integer NOT NULL REFERENCES verbatim.generations
);
`;

/** The tables of a generation. A name is safe to be put into a statement. */
export interface GenerationTables {
  readonly articles: string;
  readonly passages: string;
  readonly vectors: string;
  readonly postings: string;
}

/** @param generation its id, a whole number. */
export function tablesOf(generation: number): GenerationTables {
  if (!Number.isSafeInteger(generation)) throw new Error(`"${generation}" is no generation`);
  return {
    articles: `verbatim.articles_${generation}`,
    passages: `verbatim.passages_${generation}`,
    vectors: `verbatim.vectors_${generation}`,
    postings: `verbatim.postings_${generation}`,
  };
}

/**
 * Creates the tables of one generation. Tables of its own make it appear and vanish at once, without
 * touching what readers of another one are reading, and let the planner know each by itself.
 */
export function createTables(generation: number, dims: number): string {
  const { articles, passages, vectors, postings } = tablesOf(generation);
  return `
CREATE TABLE ${articles} (
  position integer PRIMARY KEY,
  -- JSON without the text; as text, so that nothing of it changes.
  properties text NOT NULL,
  -- UTF-8, which may hold what the type text does not.
  content bytea NOT NULL
);
CREATE TABLE ${passages} (
  position integer PRIMARY KEY,
  article integer NOT NULL,
  first_unit integer NOT NULL,
  end_unit integer NOT NULL,
  -- Both -1 where there is no heading.
  heading_first_unit integer NOT NULL,
  heading_end_unit integer NOT NULL,
  -- Event dates as numbers: 20221116.
  dates_from integer[] NOT NULL,
  dates_to integer[] NOT NULL,
  term_count integer NOT NULL
);
CREATE TABLE ${vectors} (
  position integer PRIMARY KEY,
  embedding vector(${dims}) NOT NULL
);
-- Read as often as searched, and no shorter when compressed.
ALTER TABLE ${vectors} ALTER COLUMN embedding SET STORAGE ${dims <= MAX_PLAIN_DIMS ? 'PLAIN' : 'EXTERNAL'};
CREATE TABLE ${postings} (
  -- Position among the terms, which are sorted by their bytes.
  term integer PRIMARY KEY,
  spelling bytea NOT NULL,
  is_name boolean NOT NULL,
  -- Positions of passages, rising, each a little-endian uint32; and a byte for each: how often.
  passages bytea NOT NULL,
  frequencies bytea NOT NULL
);
`;
}

/** A row has to fit into a page of 8 kB. */
const MAX_PLAIN_DIMS = 1900;

/** Removes the tables of a generation. */
export function dropTables(generation: number): string {
  return `DROP TABLE IF EXISTS ${Object.values(tablesOf(generation)).join(', ')}`;
}

/** What the graph compares: half the room, and what it finds is compared again in full. */
export function inGraph(vector: string, dims: number): string {
  return `${vector}::halfvec(${dims})`;
}

/** Inner product equals the cosine, since vectors are L2-normalised. */
export function createGraph(
  generation: number,
  dims: number,
  { links, buildCandidates }: { readonly links: number; readonly buildCandidates: number },
): string {
  const { vectors } = tablesOf(generation);
  return (
    `CREATE INDEX ON ${vectors} USING hnsw ((${inGraph('embedding', dims)}) halfvec_ip_ops) ` +
    `WITH (m = ${links}, ef_construction = ${buildCandidates})`
  );
}
