import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a process of the bot is there for. */
export type Role = 'bot' | 'library' | 'indexing';

/** Memory of the bot at one moment, in bytes; what processes share is counted once. */
export type Memory = Readonly<Record<Role | 'total', number>>;

const EVERY_MS = 50;
const NONE: Memory = { bot: 0, library: 0, indexing: 0, total: 0 };

/** The highest memory by role, and in all, while something is being done. Works on Linux only. */
export async function peakMemory(botPid: number, work: () => Promise<unknown>): Promise<Memory> {
  let peak = NONE;
  const done = new AbortController();
  const sampling = (async () => {
    while (!done.signal.aborted) {
      peak = highest(peak, memoryOf(botPid, proportionalBytes));
      await sleep(EVERY_MS);
    }
  })();
  await work().finally(() => done.abort());
  await sampling;
  return peak;
}

function highest(one: Memory, other: Memory): Memory {
  return {
    bot: Math.max(one.bot, other.bot),
    library: Math.max(one.library, other.library),
    indexing: Math.max(one.indexing, other.indexing),
    total: Math.max(one.total, other.total),
  };
}

/** Memory by role at this moment that no file stands behind, so that it says nothing of other processes. */
export function anonymousMemory(botPid: number): Memory {
  return memoryOf(botPid, anonymousBytes);
}

function memoryOf(botPid: number, bytesOf: (pid: number) => number): Memory {
  const memory = { ...NONE };
  for (const pid of [botPid, ...descendantsOf(botPid)]) {
    try {
      const bytes = bytesOf(pid);
      memory[pid === botPid ? 'bot' : roleOf(pid)] += bytes;
      memory.total += bytes;
    } catch {
      // It has just ended.
    }
  }
  return memory;
}

function descendantsOf(pid: number): number[] {
  const children = childrenOf(pid);
  return [...children, ...children.flatMap(descendantsOf)];
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`)
      .flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' '))
      .filter((child) => child !== '')
      .map(Number);
  } catch {
    // It has just ended.
    return [];
  }
}

function roleOf(pid: number): Role {
  const [, , command] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  return command === 'index' || command === 'link' ? 'indexing' : 'library';
}

function proportionalBytes(pid: number): number {
  return bytesIn(`/proc/${pid}/smaps_rollup`, /^Pss:\s+(\d+) kB$/m);
}

function anonymousBytes(pid: number): number {
  return bytesIn(`/proc/${pid}/status`, /^RssAnon:\s+(\d+) kB$/m);
}

function bytesIn(file: string, kibibytes: RegExp): number {
  const [, kib] = kibibytes.exec(readFileSync(file, 'utf8')) ?? [];
  return Number(kib ?? 0) * 1024;
}
