import cliProgress from 'cli-progress';
import type { DownloadProgress } from '../embeddings/download-model.ts';
import type { BuildProgress } from '../retrieval/build-index.ts';

const LABELS: Record<BuildProgress['stage'], string> = {
  reading: 'Reading articles',
  embedding: 'Embedding passages',
  linking: 'Linking passages',
};

/** A progress bar on standard error, one line for each stage; silent where that is no terminal. */
export class ProgressBar {
  #bar: cliProgress.SingleBar | undefined;
  #label = '';

  showBuild = ({ stage, done, total }: BuildProgress): void => {
    this.#show(LABELS[stage], done, total, '{value}/{total}');
  };

  showDownload = ({ file, receivedBytes, totalBytes }: DownloadProgress): void => {
    this.#show(
      `Fetching ${file}`,
      megabytes(receivedBytes),
      megabytes(totalBytes ?? receivedBytes),
      '{value}/{total} MB',
    );
  };

  /** Ends the bar, so that what is printed next has a line of its own. */
  stop(): void {
    this.#bar?.stop();
    this.#bar = undefined;
    this.#label = '';
  }

  #show(label: string, value: number, total: number, figures: string): void {
    if (!process.stderr.isTTY) return;
    if (label !== this.#label) {
      this.stop();
      this.#label = label;
      this.#bar = new cliProgress.SingleBar({
        format: `${label.padEnd(20)} {bar} ${figures}`,
        barCompleteChar: '█',
        barIncompleteChar: '░',
        hideCursor: true,
        stream: process.stderr,
      });
      this.#bar.start(total, value);
      return;
    }
    this.#bar?.setTotal(total);
    this.#bar?.update(value);
  }
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e5) / 10;
}
