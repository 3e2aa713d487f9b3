import { ModelError, messageOf } from '../errors.ts';
import { integerTensor, loadNetwork, maskTensor, type Network } from './load-network.ts';
import { quietly } from './quietly.ts';
import type { Reranker } from './reranker.ts';

/** The parts of a tokenizer of the library that are used here. */
interface PairTokenizer {
  (text: string, options: { readonly text_pair: string; readonly return_tensor: false }): Pair;
  encode(text: string): readonly number[];
  readonly model_max_length?: unknown;
}

/** Two texts as one row of tokens. */
interface Pair {
  readonly input_ids: readonly number[];
  /** Which of the two texts each token is of; not every model wants to know. */
  readonly token_type_ids?: readonly number[];
}

/**
 * No pair is longer, whatever the model takes: a passage and its context seldom fill that many
 * tokens, and time grows with the length.
 */
const MAX_TOKENS = 512;
/** A question takes at most so much of the tokens, so that something of the passage is seen too. */
const QUESTION_SHARE = 0.5;
const REMEDY = 'set RERANKER_MODEL to a cross-encoder that ranks passages, or unset it';

/**
 * Loads the folder of a cross-encoder in the layout of transformers.js and tries it once. Loading and
 * scoring run on the calling thread and block its event loop.
 *
 * @param model `id` is its name for messages; `quantized` says which weights are loaded.
 * @throws ModelError when a file is missing or damaged, or the model does not score pairs of texts.
 */
export async function loadReranker(
  folder: string,
  { id, quantized }: { readonly id: string; readonly quantized: boolean },
): Promise<Reranker> {
  const { tokenizer, network } = await loadNetwork(folder, { quantized, kind: 'classifier' });
  const reranker = new TransformersReranker(id, tokenizer as PairTokenizer, network);
  try {
    await reranker.score('Who came?', 'Somebody came.');
  } catch (error) {
    if (error instanceof ModelError) throw error;
    const reason = `the model ${id} cannot score a question and a passage: ${messageOf(error)}`;
    throw new ModelError(`${reason}; ${REMEDY}`, { cause: error });
  }
  return reranker;
}

class TransformersReranker implements Reranker {
  readonly id: string;
  readonly #tokenizer: PairTokenizer;
  readonly #network: Network;
  readonly #maxTokens: number;

  constructor(id: string, tokenizer: PairTokenizer, network: Network) {
    this.id = id;
    this.#tokenizer = tokenizer;
    this.#network = network;
    const limits = [tokenizer.model_max_length, network.config.max_position_embeddings];
    this.#maxTokens = Math.min(MAX_TOKENS, ...limits.filter((limit) => typeof limit === 'number'));
  }

  async score(question: string, passage: string): Promise<number> {
    const { input_ids: ids, token_type_ids: types } = this.#encode(
      this.#cutQuestion(question),
      passage,
    );
    const output = await quietly(() =>
      this.#network({
        input_ids: integerTensor([ids]),
        attention_mask: maskTensor([ids]),
        ...(types === undefined ? {} : { token_type_ids: integerTensor([types]) }),
      }),
    );
    const { dims, data } = output['logits'] ?? { dims: [], data: [] };
    const logits = Array.from(data, Number);
    if (dims.length !== 2 || (logits.length !== 1 && logits.length !== 2)) {
      throw new ModelError(
        `the model ${this.id} is no cross-encoder that ranks passages: expected 1 or 2 logits for ` +
          `each, found ${dims.slice(1).join(' x ') || 'none'}; ${REMEDY}`,
      );
    }
    return toLogOdds(logits);
  }

  /** By characters in proportion, which is near enough. */
  #cutQuestion(question: string): string {
    const limit = QUESTION_SHARE * this.#maxTokens;
    const count = this.#tokenizer.encode(question).length;
    if (count <= limit) return question;
    return question.slice(0, Math.floor((question.length * limit) / count));
  }

  #encode(question: string, passage: string): Pair {
    const pair = this.#tokenizer(question, { text_pair: passage, return_tensor: false });
    if (pair.input_ids.length === 0) {
      throw new ModelError(
        `the tokenizer of the model ${this.id} knows no pairs of texts; ${REMEDY}`,
      );
    }
    return {
      input_ids: this.#cut(pair.input_ids),
      ...(pair.token_type_ids && { token_type_ids: this.#cut(pair.token_type_ids) }),
    };
  }

  /** The last token closes the pair and stays where it is cut. */
  #cut(row: readonly number[]): readonly number[] {
    if (row.length <= this.#maxTokens) return row;
    return [...row.slice(0, this.#maxTokens - 1), ...row.slice(-1)];
  }
}

/** @param logits the log-odds, or a logit for "does not answer" and one for "answers". */
function toLogOdds(logits: readonly number[]): number {
  const [first = 0, second] = logits;
  const score = second === undefined ? first : second - first;
  if (!Number.isFinite(score)) throw new Error('its score is no number');
  return score;
}
