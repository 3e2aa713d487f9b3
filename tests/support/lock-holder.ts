import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const SCRIPT = fileURLToPath(new URL('hold-lock-script.ts', import.meta.url));

/** Another process that has the lock of an index, until it is killed or the current test ends. */
export class LockHolder {
  readonly #child: ChildProcess;

  static async start(indexDir: string): Promise<LockHolder> {
    const child = spawn(process.execPath, ['--import', 'tsx', SCRIPT, indexDir], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const holder = new LockHolder(child);
    onTestFinished(() => holder.kill());
    await once(child.stdout, 'data');
    return holder;
  }

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill(signal);
    await exited;
  }
}
