import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ModelError } from '../errors.ts';
import type { Embedder, ModelFingerprint } from './embedder.ts';
import { integerTensor, loadNetwork, maskTensor, type Network } from './load-network.ts';
import { type ModelProfile, modelFiles, weightsFile } from './model-profile.ts';
import { poolVectors } from './pool.ts';
import { rememberWords, type Tokenizer } from './remember-words.ts';
import { countWithScript, type Script } from './scripts.ts';

/** Tokens in one run of the network, padding included; larger batches are not faster on few cores. */
const BATCH_TOKENS = 4096;
/**
 * A table takes next to nothing for a run and all its time for tokens, so a text of many more tokens
 * than the shortest of a batch begins another one.
 */
const LONGEST_IN_BATCH_OF_TABLE = 1.5;
/** Tokenising takes longer than the embedded model itself, so a batch of texts is remembered. */
const REMEMBERED_TEXTS = 512;
/** No question is longer than that many characters; tokenising more would only cost time. */
const MAX_QUESTION_CHARS = 4000;
/**
 * A model that reads a script has thousands of pieces of it in its vocabulary; one that does not may
 * have its letters, which are some hundreds at most in models for English.
 */
const MIN_SCRIPT_PIECES = 1000;

/**
 * Loads a model folder in the layout of transformers.js. Loading and inference run on the calling
 * thread and block its event loop.
 *
 * @throws ModelError naming the file that is missing or damaged.
 */
export async function loadEmbedder(folder: string, profile: ModelProfile): Promise<Embedder> {
  const fingerprint = await fingerprintModel(folder, profile);
  const { quantized } = profile;
  const kind = profile.static ? 'table' : 'vectors';
  const { tokenizer, network } = await loadNetwork(folder, { quantized, kind });
  return new TransformersEmbedder(fingerprint, profile, tokenizer as Tokenizer, network);
}

class TransformersEmbedder implements Embedder {
  readonly fingerprint: ModelFingerprint;
  readonly isStatic: boolean;
  readonly maxTokens: number;
  readonly #vocabulary: readonly string[];
  readonly #encode: (text: string) => readonly number[];
  readonly #network: Network;
  /** Tokens of the texts seen last: a passage is counted first and embedded a moment later. */
  readonly #encoded = new Map<string, readonly number[]>();
  readonly #scripts = new Map<Script, boolean>();

  constructor(
    fingerprint: ModelFingerprint,
    profile: ModelProfile,
    tokenizer: Tokenizer,
    network: Network,
  ) {
    this.fingerprint = fingerprint;
    this.isStatic = profile.static;
    this.maxTokens = profile.maxTokens;
    this.#vocabulary = tokenizer.model.vocab;
    this.#encode = rememberWords(tokenizer);
    this.#network = network;
  }

  countTokens(text: string): number {
    return this.#encodePassage(text).length;
  }

  async embedPassages(texts: readonly string[]): Promise<Float32Array[]> {
    const encoded = texts.map((text, index) => ({ index, tokens: this.#encodePassage(text) }));
    for (const { tokens } of encoded) {
      if (tokens.length > this.maxTokens) {
        throw new Error(`a passage has ${tokens.length} tokens, the model takes ${this.maxTokens}`);
      }
    }
    // Texts of like length share a batch, so that little of it is padding.
    encoded.sort((a, b) => a.tokens.length - b.tokens.length);
    const vectors: Float32Array[] = [];
    for (let first = 0; first < encoded.length;) {
      let last = first + 1;
      const longest = this.isStatic
        ? LONGEST_IN_BATCH_OF_TABLE * encoded[first]!.tokens.length
        : Infinity;
      const fits = ({ tokens: { length } }: { readonly tokens: readonly number[] }): boolean =>
        length <= longest && (last + 1 - first) * length <= BATCH_TOKENS;
      while (last < encoded.length && fits(encoded[last]!)) last += 1;
      const batch = encoded.slice(first, last);
      const pooled = await this.#run(batch.map(({ tokens }) => tokens));
      batch.forEach(({ index }, row) => (vectors[index] = pooled[row]!));
      first = last;
    }
    return vectors;
  }

  async embedQuestion(text: string): Promise<Float32Array> {
    const tokens = this.#encode(
      this.fingerprint.questionPrefix + text.slice(0, MAX_QUESTION_CHARS),
    );
    // The last token closes the text and stays where it is cut.
    const cut =
      tokens.length <= this.maxTokens
        ? tokens
        : [...tokens.slice(0, this.maxTokens - 1), ...tokens.slice(-1)];
    const [vector] = await this.#run([cut]);
    return vector!;
  }

  readsScript(script: Script): boolean {
    let isRead = this.#scripts.get(script);
    if (isRead === undefined) {
      isRead = countWithScript(this.#vocabulary, script) >= MIN_SCRIPT_PIECES;
      this.#scripts.set(script, isRead);
    }
    return isRead;
  }

  #encodePassage(text: string): readonly number[] {
    const known = this.#encoded.get(text);
    if (known !== undefined) return known;
    const tokens = this.#encode(this.fingerprint.passagePrefix + text);
    if (this.#encoded.size >= REMEMBERED_TEXTS) this.#encoded.clear();
    this.#encoded.set(text, tokens);
    return tokens;
  }

  /** One run of the network; rows in the order given. */
  async #run(rows: readonly (readonly number[])[]): Promise<Float32Array[]> {
    const { dims, pooling, id } = this.fingerprint;
    const input = integerTensor(rows);
    const length = input.dims[1]!;
    const output = await this.#network({ input_ids: input, attention_mask: maskTensor(rows) });
    const states = output['last_hidden_state'];
    const positions = pooling === 'graph' ? 1 : length;
    const expected = [rows.length, positions, dims];
    if (states === undefined || String(states.dims) !== String(expected)) {
      throw new ModelError(
        `the model ${id} gives ${states?.dims.join(' x ') ?? 'no hidden state'} where its profile ` +
          `says ${expected.join(' x ')}; mend "dims" or "pooling" in its profile`,
      );
    }
    const tokenCounts = rows.map((tokens) => tokens.length);
    return poolVectors(states.data as Float32Array, positions, dims, tokenCounts, pooling);
  }
}

async function fingerprintModel(folder: string, profile: ModelProfile): Promise<ModelFingerprint> {
  const hash = createHash('sha256');
  const hashed = new Set(['tokenizer.json', weightsFile(profile)]);
  for (const file of modelFiles(profile)) {
    let bytes: Buffer;
    try {
      bytes = await readFile(path.join(folder, file));
    } catch (error) {
      throw new ModelError(
        `the model folder ${folder} has no readable ${file}; fetch the model again or set EMBEDDING_MODEL`,
        { cause: error },
      );
    }
    if (hashed.has(file)) hash.update(`${file} ${bytes.length}\n`).update(bytes);
  }
  const { id, dims, pooling, questionPrefix, passagePrefix, quantized } = profile;
  return {
    id,
    dims,
    pooling,
    questionPrefix,
    passagePrefix,
    quantized,
    sha256: hash.digest('hex'),
  };
}
