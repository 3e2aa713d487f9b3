import type { Embedder } from '../../src/embeddings/embedder.ts';
import { normalize } from '../../src/embeddings/pool.ts';

/** Takes as long for a question as a network, and answers with the vectors of the embedded model. */
export class CostlyEmbedder implements Embedder {
  readonly fingerprint: Embedder['fingerprint'];
  readonly isStatic = false;
  readonly maxTokens: number;
  readonly #network: Embedder;
  readonly #table: Embedder;

  constructor(network: Embedder, table: Embedder) {
    this.fingerprint = network.fingerprint;
    this.maxTokens = network.maxTokens;
    this.#network = network;
    this.#table = table;
  }

  countTokens(text: string): number {
    return this.#table.countTokens(text);
  }

  async embedPassages(texts: readonly string[]): Promise<Float32Array[]> {
    const vectors = await this.#table.embedPassages(texts);
    return vectors.map((vector) => this.#cut(vector));
  }

  async embedQuestion(text: string): Promise<Float32Array> {
    await this.#network.embedQuestion(text);
    return this.#cut(await this.#table.embedQuestion(text));
  }

  readsScript(script: Parameters<Embedder['readsScript']>[0]): boolean {
    return this.#table.readsScript(script);
  }

  #cut(vector: Float32Array): Float32Array {
    return normalize(vector.slice(0, this.fingerprint.dims));
  }
}
