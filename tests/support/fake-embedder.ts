import type { Embedder, ModelFingerprint } from '../../src/embeddings/embedder.ts';
import { normalize } from '../../src/embeddings/pool.ts';

const WORD = /[\p{L}\p{N}]+/gu;
/** As a tokenizer would add one at either end of a text. */
const SPECIAL_TOKENS = 2;

/**
 * An embedder without a model: each word has a direction that follows from its letters alone, and a
 * text points where its words point together. Texts that share words are near each other, and the
 * order of words says nothing.
 */
export class FakeEmbedder implements Embedder {
  readonly fingerprint: ModelFingerprint;
  readonly isStatic = true;
  readonly maxTokens: number;
  /** Every text that was embedded as a passage, in order. */
  readonly embedded: string[] = [];
  readonly #directions = new Map<string, Float32Array>();

  constructor(fingerprint: Partial<ModelFingerprint> = {}, maxTokens = 256) {
    this.maxTokens = maxTokens;
    this.fingerprint = {
      id: 'fake',
      dims: 16,
      pooling: 'mean',
      questionPrefix: '',
      passagePrefix: '',
      quantized: false,
      sha256: '0'.repeat(64),
      ...fingerprint,
    };
  }

  countTokens(text: string): number {
    return wordsOf(text).length + SPECIAL_TOKENS;
  }

  async embedPassages(texts: readonly string[]): Promise<Float32Array[]> {
    this.embedded.push(...texts);
    return texts.map((text) => {
      const tokens = this.countTokens(text);
      if (tokens > this.maxTokens) {
        throw new Error(`a passage has ${tokens} tokens, the model takes ${this.maxTokens}`);
      }
      return this.#embed(wordsOf(text));
    });
  }

  async embedQuestion(text: string): Promise<Float32Array> {
    return this.#embed(wordsOf(text).slice(0, this.maxTokens - SPECIAL_TOKENS));
  }

  readsScript(): boolean {
    return true;
  }

  #embed(words: readonly string[]): Float32Array {
    const sum = new Float32Array(this.fingerprint.dims);
    for (const word of words) this.#direction(word).forEach((value, dim) => (sum[dim]! += value));
    return normalize(sum);
  }

  #direction(word: string): Float32Array {
    let direction = this.#directions.get(word);
    if (direction === undefined) {
      const next = randomNumbers(word);
      direction = Float32Array.from({ length: this.fingerprint.dims }, () => 2 * next() - 1);
      this.#directions.set(word, direction);
    }
    return direction;
  }
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(WORD) ?? [];
}

/** Numbers from 0 up to 1 that look like chance and are the same for the same seed (mulberry32). */
export function randomNumbers(seed: string): () => number {
  // FNV-1a
  let state = 0x811c9dc5;
  for (const unit of Buffer.from(seed)) state = Math.imul(state ^ unit, 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}
