import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Lane, QUESTION } from './lane.ts';
import type { Outcome, Task } from './lane-child.ts';

const CHILD = fileURLToPath(new URL('lane-child.ts', import.meta.url));

/** Asks and indexes in one process after the other, a new one when the last has crashed. */
export class LaneWorker {
  readonly #lane: Lane;
  #child: ChildProcess | null = null;

  constructor(lane: Lane) {
    this.#lane = lane;
  }

  /** @returns null when the process crashed. */
  async perform(kind: Task['kind'], indexDir: string): Promise<Outcome | null> {
    this.#child ??= fork(CHILD, { execArgv: ['--import', 'tsx'] });
    const child = this.#child;
    const task: Task = { kind, question: QUESTION, corpusDir: this.#lane.corpusDir, indexDir };
    const outcome = await new Promise<Outcome | null>((resolve) => {
      child.once('message', (message) => resolve(message as Outcome));
      child.once('exit', () => resolve(null));
      child.send(task);
    });
    child.removeAllListeners();
    if (outcome === null) this.#child = null;
    return outcome;
  }

  end(): void {
    this.#child?.kill();
  }
}
