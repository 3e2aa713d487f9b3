import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Config, environmentOfShard, PROGRAM } from '../config.ts';
import { OperatorError } from '../errors.ts';
import { createLogger, type Logger } from '../logger.ts';
import { nextSignal } from './next-signal.ts';
import { READY_MESSAGE } from './run-bot.ts';

/** What a process says at its end when the operator has to do something. */
const EXIT_OPERATOR = 2;
/** One that has run for so long is started again at once. */
const STEADY_MS = 60_000;
/** Pause before the next start of one that has not; twice as long each time. */
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Runs each shard of the settings in a process of its own until it is told to stop. One that dies is
 * started again, and the others go on. On SIGHUP each is replaced in turn, without a gap.
 *
 * @throws OperatorError when every process has ended with something for the operator to do.
 */
export async function runShards(config: Config): Promise<void> {
  const { shards, shardCount, logLevel, discordToken, vectorStore } = config;
  const secrets = [discordToken, vectorStore].filter((secret) => secret !== null);
  const logger = await createLogger({ level: logLevel, secrets });
  const stopped = nextSignal();
  const keepers = shards.map((id) => new ShardKeeper(id, shardCount, logger));
  let renewing: Promise<void> | null = null;
  const renew = (): void => {
    // A second time at once would leave two processes for a shard.
    renewing ??= renewInTurn(keepers, logger)
      .catch((error: unknown) => logger.error({ error }, 'could not replace the processes'))
      .finally(() => (renewing = null));
  };
  process.on('SIGHUP', renew);
  const allRefused = untilAllRefuse(keepers);
  const problem = await Promise.race([stopped, allRefused]);
  process.off('SIGHUP', renew);
  await Promise.all(keepers.map((keeper) => keeper.stop()));
  if (problem !== null) throw problem;
}

/** One at a time, as memory for one more is all that has to be there. */
async function renewInTurn(keepers: readonly ShardKeeper[], logger: Logger): Promise<void> {
  logger.info({}, 'replacing the processes of all shards');
  for (const keeper of keepers) {
    if (await keeper.renew()) continue;
    logger.error({ shard: keeper.id }, 'the new process does not start; the old ones go on');
    return;
  }
  logger.info({}, 'replaced the processes of all shards');
}

async function untilAllRefuse(keepers: readonly ShardKeeper[]): Promise<OperatorError> {
  await new Promise<void>((resolve) => {
    for (const keeper of keepers) {
      keeper.onRefusal = () => {
        if (keepers.every(({ isRefused }) => isRefused)) resolve();
      };
    }
  });
  return new OperatorError('no shard can be run, for the reasons above; mend them and start again');
}

/** Keeps one shard running, in one process after another. */
class ShardKeeper {
  readonly id: number;
  /** Called whenever a process has ended with something for the operator to do. */
  onRefusal = (): void => {};
  readonly #count: number;
  readonly #logger: Logger;
  readonly #stopping = new AbortController();
  readonly #children = new Set<ChildProcess>();
  #current: ChildProcess;
  #startedMs = 0;
  #pauseMs = 0;
  #isRefused = false;

  constructor(id: number, count: number, logger: Logger) {
    this.id = id;
    this.#count = count;
    this.#logger = logger;
    this.#current = this.#start();
  }

  /** Whether the last process has ended so, and no other has been started since. */
  get isRefused(): boolean {
    return this.#isRefused;
  }

  /**
   * Starts a new process, and ends the old one when the new one is ready to take its place.
   *
   * @returns whether that has been done.
   */
  async renew(): Promise<boolean> {
    const before = this.#current;
    const after = this.#start();
    const isReady = await Promise.race([
      once(after, 'message').then(([message]) => message === READY_MESSAGE),
      once(after, 'exit').then(() => false),
    ]);
    if (!isReady) return false;
    this.#current = after;
    const gone = this.#children.has(before) ? once(before, 'exit') : null;
    before.kill('SIGTERM');
    await gone;
    return true;
  }

  /** Asks every process to end, and waits until it has. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(
      [...this.#children].map(async (child) => {
        const gone = once(child, 'exit');
        child.kill('SIGTERM');
        await gone;
      }),
    );
  }

  #start(): ChildProcess {
    this.#startedMs = performance.now();
    this.#isRefused = false;
    // The same command, for one shard. It ends when this process does.
    const child = fork(PROGRAM, process.argv.slice(2), {
      env: environmentOfShard(this.id, this.#count),
    });
    this.#children.add(child);
    this.#logger.info({ shard: this.id, pid: child.pid }, 'started the process of a shard');
    child.once('exit', (code, signal) => {
      this.#children.delete(child);
      if (child === this.#current) void this.#replace(code, signal);
    });
    return child;
  }

  async #replace(code: number | null, signal: NodeJS.Signals | null): Promise<void> {
    const { signal: stopping } = this.#stopping;
    if (stopping.aborted) return;
    const hasRun = performance.now() - this.#startedMs > STEADY_MS;
    this.#pauseMs = hasRun ? 0 : Math.min(this.#pauseMs * 2 || FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
    this.#logger.error(
      { shard: this.id, code, signal, pauseMs: this.#pauseMs },
      'the process of a shard has ended; starting another',
    );
    if (code === EXIT_OPERATOR) {
      this.#isRefused = true;
      this.onRefusal();
    }
    await sleep(this.#pauseMs, undefined, { signal: stopping }).catch(() => {});
    if (!stopping.aborted) this.#current = this.#start();
  }
}
