import type { TokenLimit } from '../passages/passage.ts';
import type { Script } from './scripts.ts';

/** Turns texts into vectors of one model. Vectors are L2-normalised, so a dot product is a cosine. */
export interface Embedder extends TokenLimit {
  readonly fingerprint: ModelFingerprint;
  /** Whether the model is a table of vectors without layers: a text costs next to nothing. */
  readonly isStatic: boolean;
  /**
   * One vector a text, in the order given, each of length `fingerprint.dims`. A text of which the
   * model knows no word gives the zero vector. Texts beyond the token limit are a bug of the caller:
   * they are refused, because the model would cut them short without a word.
   */
  embedPassages(texts: readonly string[]): Promise<Float32Array[]>;
  /** The vector of a question. One that is too long is cut, since its beginning says what it is about. */
  embedQuestion(text: string): Promise<Float32Array>;
  /**
   * Whether the model knows words in a script. Of one that it does not read it may know the letters
   * all the same, so that a text in it gets a vector that means nothing.
   */
  readsScript(script: Script): boolean;
}

/**
 * Everything that makes vectors comparable. Vectors of two models with different fingerprints have
 * nothing to do with each other.
 */
export interface ModelFingerprint {
  /** The model's name, for messages. */
  readonly id: string;
  readonly dims: number;
  readonly pooling: 'graph' | 'mean' | 'first-token';
  readonly questionPrefix: string;
  readonly passagePrefix: string;
  readonly quantized: boolean;
  /** SHA-256 over the tokenizer and the weights, hexadecimal. */
  readonly sha256: string;
}
