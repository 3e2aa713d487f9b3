/** A way to answer questions, as the table names it. */
export interface ContenderEntry {
  readonly key: string;
  readonly name: string;
  /** The module that runs it, below `bench/peers`. */
  readonly module: string;
  /** The package.json that tells its version, below `bench/peers`. */
  readonly manifest: string;
}

const OURS = '../../package.json';

/** In the order of the table; Verbatim cuts the passages that the others are given, so it is first. */
export const CONTENDERS: readonly ContenderEntry[] = [
  { key: 'verbatim', name: 'Verbatim', module: 'at-scale/verbatim.ts', manifest: OURS },
  { key: 'exact', name: 'plain exact scan', module: 'at-scale/exact-scan.mjs', manifest: OURS },
  peer('langchain', 'LangChain.js with HNSWLib', 'langchain-hnswlib', '@langchain/community'),
  peer(
    'langchain-thorough',
    'LangChain.js with HNSWLib, ef 1000',
    'langchain-thorough',
    '@langchain/community',
  ),
  peer('lancedb', 'LanceDB', 'lancedb-default', '@lancedb/lancedb'),
  peer('lancedb-refined', 'LanceDB, refined', 'lancedb-refined', '@lancedb/lancedb'),
  peer('vectra', 'Vectra', 'vectra', 'vectra'),
  peer('orama-text', 'Orama, full text', 'orama-text', '@orama/orama'),
  peer('orama-vector', 'Orama, vectors', 'orama-vector', '@orama/orama'),
  peer('orama-hybrid', 'Orama, hybrid', 'orama-hybrid', '@orama/orama'),
  peer('minisearch', 'MiniSearch', 'minisearch', 'minisearch'),
];

function peer(key: string, name: string, module: string, library: string): ContenderEntry {
  return {
    key,
    name,
    module: `at-scale/${module}.mjs`,
    manifest: `node_modules/${library}/package.json`,
  };
}
