/** The files that every contender of one size is given, below the folder of the size. */
export const SIZE_FILES = {
  corpus: 'corpus',
  /** Texts, by position. */
  passages: 'passages.json',
  questions: 'questions.json',
  changes: 'changes.json',
  /** For each question the positions of the passages that an exact search finds. */
  nearest: 'nearest.json',
} as const;

/** What one step of a contender took. */
export interface StepResult {
  ms: number;
  /** Time of all processors together. */
  processorMs: number;
  /** The most memory above that of the process with its model. */
  peakBytes: number;
  /** Of each question, embedding included. */
  questionMs?: number[];
  /** Of embedding the same question alone, measured in turn with the above. */
  embeddingMs?: number[];
  /** Means of both; what other programs do meanwhile is not in them. */
  questionProcessorMs?: number;
  embeddingProcessorMs?: number;
  /** Of each search by a vector. */
  searchMs?: number[];
  /** Part of the ten nearest passages that a search by a vector finds. */
  recall?: number;
}

/** A contender's steps at one size; null where a step did not end in time or failed. */
export interface Measurement {
  readonly size: number;
  readonly contender: string;
  readonly build: StepResult | null;
  readonly ask: StepResult | null;
  readonly update: StepResult | null;
}
