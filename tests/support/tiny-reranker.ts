import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { weightsFile } from '../../src/embeddings/model-profile.ts';
import { FLOAT, OnnxGraph } from './minilm-sized/onnx-graph.ts';

export interface TinyRerankerOptions {
  /** What a word counts for that stands in the question and in the passage; all others count nothing. */
  readonly words: Readonly<Record<string, number>>;
  /** Logits a pair; of several the last is the judgement and the first its opposite. */
  readonly logits?: number;
  /** Weights in 8 bits by their name alone. */
  readonly quantized?: boolean;
  readonly maxTokens?: number;
  /** A word on which the network fails. */
  readonly failsOn?: string;
  /** A tokenizer that was made for single texts. */
  readonly knowsPairs?: boolean;
}

const SPECIAL = ['[PAD]', '[UNK]', '[CLS]', '[SEP]'];

/**
 * Writes the folder of a cross-encoder that counts the words which question and passage share. It is
 * an ONNX network with a tokenizer of the usual kind, of a few kilobytes.
 */
export async function writeTinyReranker(dir: string, options: TinyRerankerOptions): Promise<void> {
  const {
    words,
    logits = 1,
    quantized = true,
    maxTokens = 512,
    failsOn,
    knowsPairs = true,
  } = options;
  const tokens = [...SPECIAL, ...Object.keys(words)];
  // One beyond the table of weights.
  const known = failsOn === undefined ? tokens : [...tokens, failsOn];
  const weights = tokens.map((token) => words[token] ?? 0);
  const files: Record<string, string | Uint8Array> = {
    'config.json': JSON.stringify({ model_type: 'bert', max_position_embeddings: maxTokens }),
    'tokenizer_config.json': JSON.stringify({
      tokenizer_class: 'BertTokenizer',
      model_max_length: 1e30,
      pad_token: '[PAD]',
    }),
    'tokenizer.json': JSON.stringify(tokenizerOf(known, knowsPairs)),
    [weightsFile({ quantized })]: networkOf(weights, logits),
  };
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(dir, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}

function tokenizerOf(tokens: readonly string[], knowsPairs: boolean): object {
  const special = (id: string, type: number): object => ({ SpecialToken: { id, type_id: type } });
  const sequence = (id: string, type: number): object => ({ Sequence: { id, type_id: type } });
  const single = [special('[CLS]', 0), sequence('A', 0), special('[SEP]', 0)];
  return {
    added_tokens: SPECIAL.map((content, id) => ({ id, content, special: true })),
    normalizer: { type: 'BertNormalizer', lowercase: true, clean_text: true },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single,
      pair: knowsPairs ? [...single, sequence('B', 1), special('[SEP]', 1)] : [],
    },
    decoder: null,
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
    },
  };
}

function networkOf(weights: readonly number[], logits: number): Uint8Array {
  const graph = new OnnxGraph();
  const shape = ['pairs', 'tokens'];
  const [ids, mask, types] = ['input_ids', 'attention_mask', 'token_type_ids'].map((name) =>
    graph.input(name, shape),
  ) as [string, string, string];
  const axes = (...values: bigint[]): string =>
    graph.constant([values.length], BigInt64Array.from(values));
  const float = (value: string): string => graph.apply('Cast', [value], { to: FLOAT });
  const times = (one: string, other: string): string => graph.apply('Mul', [one, other]);
  const down = (value: string): string => graph.apply('Unsqueeze', [value, axes(2n)]);
  const across = (value: string): string => graph.apply('Unsqueeze', [value, axes(1n)]);

  const table = graph.constant([weights.length], Float32Array.from(weights));
  const ofPassage = times(float(types), float(mask));
  const ofQuestion = graph.apply('Sub', [float(mask), ofPassage]);
  const shared = times(
    float(graph.apply('Equal', [down(ids), across(ids)])),
    times(down(ofQuestion), across(times(ofPassage, graph.apply('Gather', [table, ids])))),
  );
  const judgement = graph.apply('ReduceSum', [shared, axes(1n, 2n)], { keepdims: 0 });
  const signs = Float32Array.from({ length: logits }, (_, at) => (at === logits - 1 ? 1 : -1));
  const spread = times(
    graph.apply('Unsqueeze', [judgement, axes(1n)]),
    graph.constant([1, logits], signs),
  );
  return graph.encode(spread, 'logits', ['pairs', logits]);
}
