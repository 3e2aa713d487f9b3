import { langchainContender } from './langchain.mjs';

/** Looks at as many candidates as finds about what Verbatim finds among 100,000 passages. */
export const contender = langchainContender(1000);
