// Run by trials as a process of its own, so that it can crash: opens an index, asks, and indexes.
import { EMBEDDED_MODEL_DIR } from '../../src/config.ts';
import { readProfile } from '../../src/embeddings/model-profile.ts';
import { loadEmbedder } from '../../src/embeddings/transformers-embedder.ts';
import { messageOf, OperatorError } from '../../src/errors.ts';
import { answerQuestion } from '../../src/quotes/answer-question.ts';
import { indexCorpus } from '../../src/retrieval/index-corpus.ts';
import { openSearchIndex } from '../../src/retrieval/search-index.ts';

export interface Task {
  readonly kind: 'ask' | 'index';
  readonly question: string;
  readonly corpusDir: string;
  readonly indexDir: string;
}

/** What the program would print, and its exit code. */
export interface Outcome {
  readonly code: number;
  readonly output: string;
}

const embedder = await loadEmbedder(EMBEDDED_MODEL_DIR, await readProfile(EMBEDDED_MODEL_DIR));

process.on('message', (task: Task) => {
  void perform(task).then((outcome) => process.send!(outcome));
});

async function perform({ kind, question, corpusDir, indexDir }: Task): Promise<Outcome> {
  try {
    if (kind === 'index') {
      await indexCorpus({ corpusDir, indexDir, embedder, sampleCorpus: true });
      return { code: 0, output: '' };
    }
    const index = await openSearchIndex(indexDir, embedder.fingerprint);
    if (index === null) return { code: 1, output: 'there is no index' };
    return { code: 0, output: JSON.stringify(await answerQuestion(index, embedder, question)) };
  } catch (error) {
    if (error instanceof OperatorError) return { code: 2, output: `verbatim: ${messageOf(error)}` };
    return { code: 1, output: error instanceof Error ? String(error.stack) : String(error) };
  }
}
