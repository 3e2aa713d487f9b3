import { isRerankerMissing, openReranker } from '../../embeddings/open-reranker.ts';
import { examination, ok, warning } from './check.ts';

/** Whether the reranker of the settings is there and judges a pair of texts. */
export const checkReranker = examination('reranker', async (config) => {
  const { rerankerModel, rerankerBudgetMs, hubUrl } = config;
  if (rerankerModel === null) return ok('none, as RERANKER_MODEL is not set');
  const source = { ...config, rerankerModel };
  if (await isRerankerMissing(source)) {
    // The host alone, because an address may hold a password.
    const { host } = new URL(hubUrl);
    return warning(
      `${rerankerModel} is not on this machine; it will be fetched from ${host} at its first use, and ` +
        'how big it is, is not known before',
      'ask a question while there is a network, or unset RERANKER_MODEL',
    );
  }
  // Should somebody delete the model just now, the signal prevents that it is fetched.
  const { id } = await openReranker(source, { signal: AbortSignal.abort() });
  const budget = rerankerBudgetMs === 0 ? 'any time' : `${rerankerBudgetMs} ms`;
  return ok(`${id} judges passages, with ${budget} a question (${rerankerModel})`);
});
