import type { Embedder } from '../../src/embeddings/embedder.ts';

/** What a contender is given. */
export interface ScaleTask {
  /** Where it keeps what it builds. */
  readonly folder: string;
  /** The articles, for those that read them themselves. */
  readonly corpusDir: string;
  /** The texts of all passages as Verbatim embeds them; position by position. */
  readonly passages: readonly string[];
  /** The passages that have changed since; empty while building. */
  readonly changes: readonly ChangedPassage[];
  readonly embedder: Embedder;
}

/** A passage and what it says now. */
export interface ChangedPassage {
  readonly position: number;
  readonly text: string;
}

/** A way to answer questions that is compared. Each step runs in a process of its own. */
export interface Contender {
  /** Embeds and indexes everything, and saves it. */
  build(task: ScaleTask): Promise<void>;
  /** Opens what was saved. */
  open(task: ScaleTask): Promise<OpenContender>;
  /** Brings what was saved up to date and saves it again. */
  update(task: ScaleTask): Promise<void>;
}

/** A contender that is ready for questions. */
export interface OpenContender {
  /** Answers from the words of a question, embedding included. */
  ask(question: string): Promise<unknown>;
  /** Positions of the passages nearest to a vector, where it searches vectors. */
  nearest?(vector: Float32Array, count: number): Promise<number[]> | number[];
}
