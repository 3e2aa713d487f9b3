import { langchainContender } from './langchain.mjs';

/** As many as Verbatim looks at: SEARCH_CANDIDATES of `src/vector-index/hnsw-store.ts`. */
export const contender = langchainContender(256);
