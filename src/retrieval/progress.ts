import type { CorpusFile } from '../corpus/list-corpus.ts';

/** How far indexing is; told once a file, and often while passages are linked to a graph. */
export interface IndexProgress {
  readonly stage: 'reading' | 'linking';
  readonly filesDone: number;
  readonly filesTotal: number;
  /** Passages found so far, or linked. */
  readonly passages: number;
  /** Null while files are being read. */
  readonly passagesTotal: number | null;
  /** Estimated from what is done of the stage; null before there is anything to go by. */
  readonly secondsLeft: number | null;
}

/** Turns what was done into reports, with an estimate of the time left. */
export class Progress {
  readonly #filesTotal: number;
  readonly #bytesTotal: number;
  readonly #onProgress: ((progress: IndexProgress) => void) | undefined;
  #stageStarted = performance.now();
  #filesDone = 0;
  #bytesDone = 0;
  /** Passages that were linked while others were still being read. */
  #linkedBefore: number | null = null;

  constructor(
    files: readonly CorpusFile[],
    onProgress: ((progress: IndexProgress) => void) | undefined,
  ) {
    this.#filesTotal = files.length;
    this.#bytesTotal = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    this.#onProgress = onProgress;
  }

  /** A file was read, and its passages embedded but for the last batch. */
  read({ sizeBytes }: CorpusFile, passages: number): void {
    this.#filesDone += 1;
    this.#bytesDone += sizeBytes;
    this.#report('reading', passages, null, this.#bytesDone / Math.max(1, this.#bytesTotal));
  }

  /** So many passages are in the graph. */
  linked(passages: number, total: number): void {
    if (this.#linkedBefore === null) {
      this.#linkedBefore = passages;
      this.#stageStarted = performance.now();
    }
    const [linked, toLink] = [passages - this.#linkedBefore, total - this.#linkedBefore];
    this.#report('linking', passages, total, toLink === 0 ? 1 : linked / toLink);
  }

  #report(
    stage: IndexProgress['stage'],
    passages: number,
    passagesTotal: number | null,
    doneShare: number,
  ): void {
    const seconds = (performance.now() - this.#stageStarted) / 1000;
    this.#onProgress?.({
      stage,
      filesDone: this.#filesDone,
      filesTotal: this.#filesTotal,
      passages,
      passagesTotal,
      secondsLeft: doneShare > 0 ? Math.round((seconds / doneShare) * (1 - doneShare)) : null,
    });
  }
}
