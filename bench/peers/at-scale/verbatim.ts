import path from 'node:path';
import { answerQuestion } from '../../../src/quotes/answer-question.ts';
import { indexCorpus } from '../../../src/retrieval/index-corpus.ts';
import { openSearchIndex } from '../../../src/retrieval/search-index.ts';
import type { Contender } from '../../scale/contender.ts';

/** The real thing: from a folder of articles to a quote. */
export const contender: Contender = {
  async build({ folder, corpusDir, embedder }) {
    const indexDir = path.join(folder, 'index');
    await indexCorpus({ corpusDir, indexDir, embedder, sampleCorpus: false });
  },
  async open({ folder, embedder }) {
    const index = await openSearchIndex(path.join(folder, 'index'), embedder.fingerprint);
    if (index === null) throw new Error(`no index in ${folder}`);
    return {
      ask: (question) => answerQuestion(index, embedder, question),
      async nearest(vector, count) {
        const hits = await index.vectors.nearest(vector, count);
        return hits.map(({ passage }) => passage);
      },
    };
  },
  // Finds out itself what has changed.
  update: (task) => contender.build(task),
};
