import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { CorpusFolders } from '../../src/curation/corpus-folder.ts';

const SCRIPT = fileURLToPath(new URL('curate-script.ts', import.meta.url));
/** Another process that adds, removes and restores files of a corpus until it is killed. */
export class Curator {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  #printed = '';

  /** Ready to begin, with everything loaded. */
  static async start({ corpusDir, removedDir }: CorpusFolders): Promise<Curator> {
    const child = spawn(process.execPath, ['--import', 'tsx', SCRIPT, corpusDir, removedDir], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const curator = new Curator(child);
    await once(child.stdout, 'data');
    return curator;
  }

  private constructor(child: ChildProcessByStdio<Writable, Readable, null>) {
    this.#child = child;
    child.stdout.on('data', (chunk: Buffer) => (this.#printed += chunk.toString()));
  }

  get pid(): number {
    return this.#child.pid!;
  }

  begin(): void {
    this.#child.stdin.write('begin\n');
  }

  /** @returns the lines about changes that were acknowledged, once the process has ended. */
  async end(signal?: NodeJS.Signals): Promise<string[]> {
    const closed = once(this.#child, 'close');
    if (signal !== undefined) this.#child.kill(signal);
    await closed;
    // After the last line break comes what was cut off.
    return this.#printed.split('\n').slice(1, -1);
  }
}
