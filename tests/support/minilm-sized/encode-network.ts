import { type Arithmetic, FloatArithmetic, Int8Arithmetic, randomValues } from './arithmetic.ts';
import { FLOAT, OnnxGraph } from './onnx-graph.ts';

/** The measures of all-MiniLM-L6-v2. */
export const DIMS = 384;
export const MAX_TOKENS = 512;
const LAYERS = 6;
const HEADS = 12;
const INNER_DIMS = 1536;
const TOKEN_TYPES = 2;

/** Of the inputs. */
const SHAPE = ['texts', 'tokens'];

const HEAD_DIMS = DIMS / HEADS;
/** Biases are small beside what they are added to. */
const BIAS_LIMIT = 0.1;
/** Added to the scores of padding, of which softmax then leaves nothing. */
const PADDING_SCORE = -10_000;

/**
 * The ONNX file of a BERT encoder (Devlin et al. 2019) of the size of all-MiniLM-L6-v2 with made-up
 * weights, always the same. In: `input_ids`, `attention_mask` and `token_type_ids`, each
 * `[texts, tokens]`; out: `last_hidden_state`, `[texts, tokens, DIMS]`.
 */
export function encodeNetwork(vocabularySize: number, quantized: boolean): Uint8Array {
  return new Network(quantized).encode(vocabularySize);
}

/**
 * The ONNX file of a cross-encoder with the same layers, of the size of ms-marco-MiniLM-L-6-v2. Out:
 * `logits`, `[texts, 1]`.
 */
export function encodeCrossEncoder(vocabularySize: number, quantized: boolean): Uint8Array {
  return new Network(quantized).encodeJudgement(vocabularySize);
}

class Network {
  readonly #graph = new OnnxGraph();
  readonly #arithmetic: Arithmetic;

  constructor(quantized: boolean) {
    const graph = this.#graph;
    this.#arithmetic = quantized ? new Int8Arithmetic(graph) : new FloatArithmetic(graph);
  }

  encode(vocabularySize: number): Uint8Array {
    const states = this.#states(vocabularySize);
    return this.#graph.encode(states, 'last_hidden_state', [...SHAPE, DIMS]);
  }

  encodeJudgement(vocabularySize: number): Uint8Array {
    const states = this.#states(vocabularySize);
    const firstToken = this.#graph.constant([], BigInt64Array.of(0n));
    const first = this.#graph.apply('Gather', [states, firstToken], { axis: 1 });
    const [pooled] = this.#linear(first, ['pooled'], DIMS, DIMS);
    const [logits] = this.#linear(this.#graph.apply('Tanh', [pooled!]), ['judgement'], DIMS, 1);
    return this.#graph.encode(logits!, 'logits', [SHAPE[0]!, 1]);
  }

  #states(vocabularySize: number): string {
    const ids = this.#graph.input('input_ids', SHAPE);
    const mask = this.#graph.input('attention_mask', SHAPE);
    const types = this.#graph.input('token_type_ids', SHAPE);
    const paddingScores = this.#paddingScores(mask);
    let states = this.#embed(ids, types, vocabularySize);
    for (let layer = 0; layer < LAYERS; layer++) {
      states = this.#attend(`layer ${layer}`, states, paddingScores);
      states = this.#feedForward(`layer ${layer}`, states);
    }
    return states;
  }

  #embed(ids: string, types: string, vocabularySize: number): string {
    const allPositions = BigInt64Array.from({ length: MAX_TOKENS }, (_, at) => BigInt(at));
    const positions = this.#graph.apply('Slice', [
      this.#graph.constant([MAX_TOKENS], allPositions),
      this.#integers([0]),
      this.#graph.apply('Shape', [ids], { start: 1, end: 2 }),
    ]);
    const words = this.#arithmetic.lookUp(ids, 'words', vocabularySize, DIMS);
    const kinds = this.#arithmetic.lookUp(types, 'types', TOKEN_TYPES, DIMS);
    const places = this.#arithmetic.lookUp(positions, 'places', MAX_TOKENS, DIMS);
    return this.#normalize(this.#add(this.#add(words, kinds), places));
  }

  /** 0 for a token and `PADDING_SCORE` for padding, `[texts, 1, 1, tokens]`. */
  #paddingScores(mask: string): string {
    const spread = this.#graph.apply('Unsqueeze', [mask, this.#integers([1, 2])]);
    const isToken = this.#graph.apply('Cast', [spread], { to: FLOAT });
    const isPadding = this.#graph.apply('Sub', [this.#number(1), isToken]);
    return this.#graph.apply('Mul', [isPadding, this.#number(PADDING_SCORE)]);
  }

  #attend(name: string, states: string, paddingScores: string): string {
    const parts = ['query', 'key', 'value'].map((part) => `${name} ${part}`);
    const [query, key, value] = this.#linear(states, parts, DIMS, DIMS);
    const scores = this.#graph.apply('MatMul', [
      this.#splitHeads(query!, [0, 2, 1, 3]),
      this.#splitHeads(key!, [0, 2, 3, 1]),
    ]);
    const scaled = this.#graph.apply('Div', [scores, this.#number(Math.sqrt(HEAD_DIMS))]);
    const shares = this.#graph.apply('Softmax', [this.#add(scaled, paddingScores)], { axis: 3 });
    const mixed = this.#graph.apply('MatMul', [shares, this.#splitHeads(value!, [0, 2, 1, 3])]);
    const byToken = this.#graph.apply('Transpose', [mixed], { perm: [0, 2, 1, 3] });
    const joined = this.#graph.apply('Reshape', [byToken, this.#integers([0, 0, DIMS])]);
    const [attended] = this.#linear(joined, [`${name} attended`], DIMS, DIMS);
    return this.#normalize(this.#add(attended!, states));
  }

  /** From `[texts, tokens, DIMS]` to the order given of texts, tokens, heads and the dims of a head. */
  #splitHeads(states: string, perm: readonly number[]): string {
    const shape = this.#integers([0, 0, HEADS, HEAD_DIMS]);
    return this.#graph.apply('Transpose', [this.#graph.apply('Reshape', [states, shape])], {
      perm,
    });
  }

  #feedForward(name: string, states: string): string {
    const [inner] = this.#linear(states, [`${name} inner`], DIMS, INNER_DIMS);
    const [outer] = this.#linear(this.#gelu(inner!), [`${name} outer`], INNER_DIMS, DIMS);
    return this.#normalize(this.#add(outer!, states));
  }

  /** The exact form of GELU, in the operations that onnxruntime joins into one. */
  #gelu(value: string): string {
    const scaled = this.#graph.apply('Div', [value, this.#number(Math.SQRT2)]);
    const grown = this.#add(this.#graph.apply('Erf', [scaled]), this.#number(1));
    const product = this.#graph.apply('Mul', [value, grown]);
    return this.#graph.apply('Mul', [product, this.#number(0.5)]);
  }

  /** Linear layers over one input, one a name. */
  #linear(input: string, names: readonly string[], from: number, to: number): string[] {
    return this.#arithmetic.multiply(input, names, from, to).map((product, position) => {
      const values = randomValues(`${names[position]} bias`, to, BIAS_LIMIT);
      return this.#add(this.#graph.constant([to], values), product);
    });
  }

  #normalize(states: string): string {
    return this.#graph.apply('LayerNormalization', [
      states,
      this.#graph.constant([DIMS], new Float32Array(DIMS).fill(1)),
      this.#graph.constant([DIMS], new Float32Array(DIMS)),
    ]);
  }

  #add(one: string, other: string): string {
    return this.#graph.apply('Add', [one, other]);
  }

  #number(value: number): string {
    return this.#graph.constant([], Float32Array.of(value));
  }

  #integers(values: readonly number[]): string {
    return this.#graph.constant([values.length], BigInt64Array.from(values, BigInt));
  }
}
