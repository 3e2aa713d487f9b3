import { readFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import { percentile } from '../../src/eval/metrics.ts';
import { CONTENDERS } from './contenders.ts';
import type { Measurement, StepResult } from './measurements.ts';

const MIB = 2 ** 20;
const NOT_MEASURED = '-';
/** An error, or not within the limit. */
const FAILED = 'failed';

/**
 * The table of a size, a row for each contender; ratios to Verbatim in brackets. A step that failed,
 * and what would have followed it, reads `failed`; what a contender does not do reads `-`.
 *
 * @param contentBytes of all vectors and texts.
 */
export async function toMarkdown(
  measurements: readonly Measurement[],
  size: number,
  contentBytes: number,
  peersDir: string,
): Promise<string> {
  const ofSize = measurements.filter((measurement) => measurement.size === size);
  const [ours] = ofSize;
  const rows: string[] = [];
  for (const measurement of ofSize) {
    const row = [await nameOf(measurement, peersDir), ...cells(measurement, ours!)];
    rows.push(`| ${row.join(' | ')} |`);
  }
  const embedding = percentileOf(ours?.ask?.embeddingMs, 0.5).toFixed(2);
  const processorMs = (ours?.ask?.embeddingProcessorMs ?? 0).toFixed(2);
  const [processor] = cpus();
  return [
    `### ${size.toLocaleString('en')} passages\n`,
    '| | build s | processor s | open ms | question p50 ms | p95 ms | processor ms | search p50 ms | recall@10 | 1 % changed s | memory MiB |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
    `\nVectors and texts alone take ${(contentBytes / MIB).toFixed(0)} MiB; embedding a question alone ` +
      `takes ${embedding} ms (p50), ${processorMs} ms of processor time. ${new Date().toISOString().slice(0, 10)}, Node ` +
      `${process.versions.node}, ${cpus().length} x ${processor?.model ?? 'unknown processor'}, ` +
      `${Math.round(totalmem() / 2 ** 30)} GiB.\n`,
  ].join('\n');
}

function cells({ build, ask, update }: Measurement, ours: Measurement): string[] {
  const question = (quantile: number) => (step: StepResult | null) =>
    step && percentileOf(step.questionMs, quantile);
  const p50 = question(0.5);
  const p95 = question(0.95);
  const search = ask?.searchMs && percentileOf(ask.searchMs, 0.5).toFixed(2);
  return [
    cell(build && build.ms / 1000, ours.build && ours.build.ms / 1000),
    cell(build && build.processorMs / 1000, ours.build && ours.build.processorMs / 1000),
    cell(ask && ask.ms, ours.ask && ours.ask.ms),
    cell(p50(ask), p50(ours.ask)),
    cell(p95(ask), p95(ours.ask)),
    cell(ask?.questionProcessorMs ?? null, ours.ask?.questionProcessorMs ?? null),
    ask === null ? FAILED : (search ?? NOT_MEASURED),
    ask === null ? FAILED : (ask.recall?.toFixed(3) ?? NOT_MEASURED),
    cell(update && update.ms / 1000, ours.update && ours.update.ms / 1000),
    cell(ask && ask.peakBytes / MIB, ours.ask && ours.ask.peakBytes / MIB),
  ];
}

/** A figure, null when its step failed, and in brackets how many times ours it is. */
function cell(figure: number | null, ours: number | null): string {
  if (figure === null) return FAILED;
  const rounded = figure.toFixed(figure < 10 ? 2 : figure < 100 ? 1 : 0);
  return ours === null || figure === ours
    ? rounded
    : `${rounded} (${(figure / ours).toFixed(2)} x)`;
}

function percentileOf(values: readonly number[] | undefined, quantile: number): number {
  return percentile([...(values ?? [])], quantile);
}

async function nameOf({ contender }: Measurement, peersDir: string): Promise<string> {
  const { name, manifest } = CONTENDERS.find(({ key }) => key === contender)!;
  const text = await readFile(path.join(peersDir, manifest), 'utf8');
  const { version } = JSON.parse(text) as { version: string };
  return `${name} ${version}`;
}
