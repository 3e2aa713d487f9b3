/** A way to search that is compared. */
export interface Peer {
  readonly name: string;
  /** The module that runs it, below this folder. */
  readonly module: string;
  /** The package.json that tells its version. */
  readonly manifest: string;
}

const OURS = '../../package.json';

/** In the order of the table. */
export const PEERS: readonly Peer[] = [
  { name: 'Verbatim', module: 'libraries/verbatim.ts', manifest: OURS },
  { name: 'Vectors of our model alone', module: 'libraries/vector-only.mjs', manifest: OURS },
  peer('MiniSearch, defaults', 'minisearch-default', 'minisearch'),
  peer('MiniSearch, tuned', 'minisearch-tuned', 'minisearch'),
  peer('Orama, full text', 'orama-text', '@orama/orama'),
  peer('Orama, hybrid', 'orama-hybrid', '@orama/orama'),
  peer('LangChain.js, HNSWLib', 'langchain-hnswlib', '@langchain/community'),
];

function peer(name: string, module: string, library: string): Peer {
  return {
    name,
    module: `libraries/${module}.mjs`,
    manifest: `node_modules/${library}/package.json`,
  };
}
