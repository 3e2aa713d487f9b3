import type { Server } from 'node:http';
import type { Library } from '../quotes/library.ts';
import { checkHealth } from './check-health.ts';
import { gauge, METRICS_TYPE, renderMetrics } from './exposition.ts';
import { type Page, serveLoopback } from './serve-loopback.ts';
import type { Tally } from './tally.ts';
import { LoopDelay, readMemory } from './vitals.ts';

/** What is watched. */
export interface Watched {
  readonly tally: Tally;
  readonly library: Pick<Library, 'overview'> & {
    /** Requests that have not been begun. */
    readonly queueLength: number;
  };
  readonly reindexer: { readonly running: object | null };
}

/** Tells programs on this machine how the bot is, over HTTP: `/health` and `/metrics`. */
export class Monitor {
  readonly #watched: Watched;
  readonly #delay = new LoopDelay();
  #server: Server | null = null;

  /** @throws ConfigError when the port cannot be had. */
  static async open(port: number, watched: Watched): Promise<Monitor> {
    const monitor = new Monitor(watched);
    monitor.#server = await serveLoopback(
      port,
      new Map([
        ['/health', () => monitor.#health()],
        ['/metrics', () => monitor.#metrics()],
      ]),
    );
    return monitor;
  }

  private constructor(watched: Watched) {
    this.#watched = watched;
  }

  /** At once; whoever is being told hears no more. */
  close(): void {
    this.#delay.stop();
    this.#server?.close();
    this.#server?.closeAllConnections();
  }

  async #health(): Promise<Page> {
    const { tally, library } = this.#watched;
    const health = await checkHealth(tally.isConnected, library);
    return {
      status: health.status === 'ok' ? 200 : 503,
      type: 'application/json',
      body: `${JSON.stringify(health)}\n`,
    };
  }

  async #metrics(): Promise<Page> {
    const { tally, library, reindexer } = this.#watched;
    const body = renderMetrics([
      ...tally.metrics(Date.now()),
      gauge(
        'verbatim_library_queue_length',
        'Requests that wait for the process that answers.',
        library.queueLength,
      ),
      gauge(
        'verbatim_indexing_running',
        'Whether the articles are being indexed.',
        Number(reindexer.running !== null),
      ),
      this.#delay.metric(),
      await readMemory(tally.libraryPid),
    ]);
    return { status: 200, type: METRICS_TYPE, body };
  }
}
