import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** Add, remove, restore and replace files: CORPUS_DIR REMOVED_DIR [FILES]. */
export const CURATE_SCRIPT = fileURLToPath(new URL('curate-script.ts', import.meta.url));
/** Say something about articles: CORPUS_DIR REMOVED_DIR PATH…. */
export const CORRECT_SCRIPT = fileURLToPath(new URL('correct-script.ts', import.meta.url));
/** Write something of every kind to a state: STATE_FILE ROUNDS. */
export const WRITE_STATE_SCRIPT = fileURLToPath(new URL('write-state-script.ts', import.meta.url));
/** Do what a moderator does: HOME ROUNDS. */
export const MODERATE_SCRIPT = fileURLToPath(new URL('moderate-script.ts', import.meta.url));

/** Another process that writes, and prints a line for each change that is done. */
export class Writer {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #closed: Promise<unknown>;
  #printed = '';

  /** Ready to begin, with everything loaded. It has to be ended. */
  static async start(script: string, args: readonly string[]): Promise<Writer> {
    const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const writer = new Writer(child);
    await once(child.stdout, 'data');
    return writer;
  }

  private constructor(child: ChildProcessByStdio<Writable, Readable, null>) {
    this.#child = child;
    this.#closed = once(child, 'close');
    child.stdout.on('data', (chunk: Buffer) => (this.#printed += chunk.toString()));
  }

  get pid(): number {
    return this.#child.pid!;
  }

  begin(): void {
    this.#child.stdin.write('begin\n');
  }

  /** The lines about the changes that have been acknowledged so far. */
  get acknowledged(): string[] {
    // Before the first line break comes a greeting, and after the last one what was cut off.
    return this.#printed.split('\n').slice(1, -1);
  }

  /** Waits until so many lines have come, or the process has ended. */
  async hasAcknowledged(count: number): Promise<void> {
    while (this.acknowledged.length < count) {
      const more = once(this.#child.stdout, 'data').then(() => true);
      if (!(await Promise.race([more, this.#closed.then(() => false)]))) return;
    }
  }

  /** How the process has ended: by a signal, or with an exit code. Null for both while it runs. */
  get ending(): { readonly code: number | null; readonly signal: NodeJS.Signals | null } {
    return { code: this.#child.exitCode, signal: this.#child.signalCode };
  }

  /** @returns what was acknowledged, once the process has ended. */
  async end(signal?: NodeJS.Signals): Promise<string[]> {
    if (signal !== undefined) this.#child.kill(signal);
    await this.#closed;
    return this.acknowledged;
  }
}
