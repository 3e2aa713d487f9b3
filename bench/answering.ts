/**
 * What it costs to answer in a process of its own, and what it spares the process that asks: time of
 * an answer, memory, and how long the event loop is blocked while many answers are asked for at once.
 *
 *     npm run bench:answering
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { openEngine } from '../src/cli/engine.ts';
import { loadConfig } from '../src/config.ts';
import { readGoldQuestions } from '../src/eval/gold-questions.ts';
import { percentile } from '../src/eval/metrics.ts';
import { IndexedLibrary } from '../src/quotes/indexed-library.ts';
import type { Library } from '../src/quotes/library.ts';
import { LibraryProcess } from '../src/quotes/library-process.ts';

const QUESTIONS = 200;
const AT_ONCE = 300;
const LONG_MS = 10 * 60_000;

const folder = mkdtempSync(path.join(tmpdir(), 'verbatim-bench-'));
const config = loadConfig({ INDEX_DIR: path.join(folder, 'index') });
const lines = await readGoldQuestions('tests/eval/everyday-questions.jsonl');
const questions = Array.from(
  { length: AT_ONCE },
  (_, position) => lines[position % lines.length]!.question,
);
try {
  const pids: number[] = [process.pid];
  const away = LibraryProcess.start(config, {
    maxWaitMs: LONG_MS,
    onEvent: (event) => event.kind === 'opened' && pids.push(event.pid),
  });
  await away.ready;
  await report('in a process of its own', away);
  const [parent, child] = pids.map(residentMiB);
  console.log(`  memory: ${parent} MiB here, ${child} MiB there`);
  await away.close();

  const { index, embedder } = await openEngine(config);
  await report('in this process', new IndexedLibrary(index, embedder, config));
  console.log(`  memory: ${residentMiB(process.pid)} MiB`);
} finally {
  rmSync(folder, { recursive: true });
}

async function report(where: string, library: Library): Promise<void> {
  await library.answer(questions[0]!);
  const times: number[] = [];
  for (const question of questions.slice(0, QUESTIONS)) {
    const started = performance.now();
    await library.answer(question);
    times.push(performance.now() - started);
  }
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  // It measures from one tick to the next.
  await sleep(10);
  const started = performance.now();
  await Promise.all(questions.map((question) => library.answer(question)));
  const seconds = (performance.now() - started) / 1000;
  await sleep(10);
  delay.disable();
  console.log(`answering ${where}`);
  console.log(`  ${QUESTIONS} one by one: p50 ${percentile(times, 0.5).toFixed(2)} ms`);
  console.log(
    `  ${AT_ONCE} at once: ${seconds.toFixed(2)} s, event loop delay p99 ` +
      `${milliseconds(delay.percentile(99))} ms, longest ${milliseconds(delay.max)} ms`,
  );
}

function milliseconds(nanoseconds: number): string {
  return (nanoseconds / 1e6).toFixed(1);
}

function residentMiB(pid: number): string {
  const kib = Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }));
  return (kib / 1024).toFixed(0);
}
