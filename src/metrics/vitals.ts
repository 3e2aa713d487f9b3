import { readFile } from 'node:fs/promises';
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { gauge, type Metric, type Sample } from './exposition.ts';

const RESOLUTION_MS = 10;

/** Watches how long this process keeps others waiting: Discord, and whoever asks. */
export class LoopDelay {
  readonly #delays: IntervalHistogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });

  constructor() {
    this.#delays.enable();
  }

  /** Of the time since it was last asked for. */
  metric(): Metric {
    // Measured from one tick to the next, which are meant to be so far apart.
    const seconds = this.#delays.percentile(99) / 1e9 - RESOLUTION_MS / 1000;
    this.#delays.reset();
    return gauge(
      'verbatim_event_loop_delay_p99_seconds',
      'How late the bot got to its work, 99th percentile since the scrape before.',
      Math.max(0, seconds),
    );
  }

  stop(): void {
    this.#delays.disable();
  }
}

/** Memory of the bot and of the process that answers; of the latter only where Linux tells it. */
export async function readMemory(libraryPid: number | null): Promise<Metric> {
  const ofLibrary = libraryPid === null ? null : await residentBytes(libraryPid);
  const samples: Sample[] = [{ labels: { process: 'bot' }, value: process.memoryUsage.rss() }];
  if (ofLibrary !== null) samples.push({ labels: { process: 'library' }, value: ofLibrary });
  return {
    name: 'verbatim_resident_memory_bytes',
    type: 'gauge',
    help: 'Memory in use by process.',
    samples,
  };
}

async function residentBytes(pid: number): Promise<number | null> {
  // Elsewhere there is no such file, and none of a process that has just ended.
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? [];
  return kib === undefined ? null : Number(kib) * 1024;
}
