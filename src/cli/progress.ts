import cliProgress from 'cli-progress';
import type { DownloadProgress } from '../embeddings/download-model.ts';
import type { IndexProgress } from '../retrieval/progress.ts';

/** A progress bar on standard error, one line for each stage; silent where that is no terminal. */
export class ProgressBar {
  #bar: cliProgress.SingleBar | undefined;
  #label = '';

  showIndexing = (progress: IndexProgress): void => {
    const { stage, filesDone, filesTotal, passages, passagesTotal, secondsLeft } = progress;
    const left = secondsLeft === null ? '' : `, ${secondsLeft} s left`;
    if (stage === 'reading') {
      const figures = `${filesDone}/${filesTotal} files, ${passages} passages${left}`;
      this.#show('Indexing', filesDone, filesTotal, figures);
    } else {
      const total = passagesTotal ?? passages;
      this.#show('Linking', passages, total, `${passages}/${total} passages${left}`);
    }
  };

  showDownload = ({ file, receivedBytes, totalBytes }: DownloadProgress): void => {
    const total = totalBytes ?? receivedBytes;
    const figures = `${megabytes(receivedBytes)}/${megabytes(total)} MB`;
    this.#show(`Fetching ${file}`, receivedBytes, total, figures);
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
        format: `${label.padEnd(20)} {bar} {figures}`,
        barCompleteChar: '█',
        barIncompleteChar: '░',
        hideCursor: true,
        stream: process.stderr,
      });
      this.#bar.start(total, value, { figures });
      return;
    }
    this.#bar?.setTotal(total);
    this.#bar?.update(value, { figures });
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
