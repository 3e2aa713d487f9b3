import { readCorrections } from '../../corpus/corrections.ts';
import { decodeSources } from '../../retrieval/sources.ts';
import { findIndex } from '../find-index.ts';
import { findUnmatched, UNMATCHED_REMEDY } from '../unmatched-corrections.ts';
import { counted, examination, ok, warning } from './check.ts';

/** Whether it is known which articles are withdrawn or corrected, and whether there are such articles. */
export const checkCorrections = examination('corrections', async (config) => {
  const corrections = await readCorrections(config.corpusDir);
  if (corrections.size === 0) return ok('no article is withdrawn or corrected');
  const summary = `${counted(corrections.size, 'path')} withdrawn or corrected`;
  // The check of the index says what is wrong with it.
  const index = await findIndex(config).catch(() => null);
  if (index === null) return ok(summary);
  const problem = findUnmatched(corrections, decodeSources(index.sources));
  return problem === null ? ok(summary) : warning(problem, UNMATCHED_REMEDY);
});
