import { beforeEach, describe, expect, it } from 'vitest';
import type { RequestKind, Served } from '../../../src/discord/edge/observer.ts';
import { renderMetrics } from '../../../src/metrics/exposition.ts';
import { Tally } from '../../../src/metrics/tally.ts';
import type { LibraryOverview } from '../../../src/quotes/library.ts';
import { readExposition } from '../../support/read-exposition.ts';

const BUILT = '2022-11-16T12:00:00.000Z';
const OVERVIEW: LibraryOverview = {
  articles: 34,
  passages: 210,
  builtAt: BUILT,
  published: null,
  outlets: [],
  languages: [],
};
const ENDED = { code: null, signal: 'SIGKILL' } as const;

let tally: Tally;

beforeEach(() => {
  tally = new Tally();
});

function serve(kind: RequestKind, outcome: Served['outcome'], ms = 20): void {
  tally.served({ kind, outcome, ms });
}

function read(name: string): number | undefined {
  return readExposition(renderMetrics(tally.metrics(Date.parse(BUILT) + 90_000))).get(name);
}

describe('the tally', () => {
  it('counts questions by how they were asked and what became of them', () => {
    serve('command', 'answered');
    serve('command', 'answered');
    serve('mention', 'nothing_found');
    serve('button', 'busy');
    serve('form', 'answered');
    expect(read('verbatim_questions_total{kind="command",outcome="answered"}')).toBe(2);
    expect(read('verbatim_questions_total{kind="mention",outcome="nothing_found"}')).toBe(1);
    expect(read('verbatim_questions_total{kind="button",outcome="busy"}')).toBe(1);
    expect(read('verbatim_questions_total{kind="form",outcome="answered"}')).toBe(1);
  });

  it('begins every count at 0', () => {
    expect(read('verbatim_questions_total{kind="message_command",outcome="rate_limited"}')).toBe(0);
    expect(read('verbatim_errors_total{kind="form",reason="too_late"}')).toBe(0);
    expect(read('verbatim_gateway_reconnects_total')).toBe(0);
  });

  it('counts errors of requests that ask nothing, and nothing else of them', () => {
    serve('form', null);
    serve('autocomplete', 'too_late');
    serve('form', 'failed');
    expect(read('verbatim_errors_total{kind="autocomplete",reason="too_late"}')).toBe(1);
    expect(read('verbatim_errors_total{kind="form",reason="failed"}')).toBe(1);
    expect(read('verbatim_answer_seconds_count')).toBe(0);
  });

  it('times answers, and the word that there is none, but nobody who was put off', () => {
    serve('command', 'answered', 40);
    serve('command', 'nothing_found', 250);
    serve('mention', 'answered', 60_000);
    serve('mention', 'rate_limited', 1);
    expect(read('verbatim_answer_seconds_bucket{le="0.05"}')).toBe(1);
    expect(read('verbatim_answer_seconds_bucket{le="0.25"}')).toBe(2);
    expect(read('verbatim_answer_seconds_bucket{le="15"}')).toBe(2);
    expect(read('verbatim_answer_seconds_bucket{le="+Inf"}')).toBe(3);
    expect(read('verbatim_answer_seconds_count')).toBe(3);
    expect(read('verbatim_answer_seconds_sum')).toBeCloseTo(60.29);
  });

  it('counts an interruption once, however many tries it takes, and when it is over', () => {
    tally.interrupted();
    tally.connected();
    expect(read('verbatim_gateway_reconnects_total')).toBe(0);
    tally.interrupted();
    tally.interrupted();
    expect(read('verbatim_gateway_connected')).toBe(0);
    tally.connected();
    expect(read('verbatim_gateway_connected')).toBe(1);
    expect(read('verbatim_gateway_reconnects_total')).toBe(1);
  });

  it('knows the index once one is open', () => {
    expect(read('verbatim_index_age_seconds')).toBeUndefined();
    tally.noteLibrary({ kind: 'opened', pid: 7, overview: OVERVIEW });
    expect(read('verbatim_index_age_seconds')).toBe(90);
    expect(read('verbatim_index_articles')).toBe(34);
    expect(read('verbatim_index_passages')).toBe(210);
  });

  it('knows which process answers, also when another one dies', () => {
    tally.noteLibrary({ kind: 'opened', pid: 7, overview: OVERVIEW });
    tally.noteLibrary({ kind: 'died', pid: 8, ...ENDED });
    expect(tally.libraryPid).toBe(7);
    tally.noteLibrary({ kind: 'died', pid: 7, ...ENDED });
    expect(tally.libraryPid).toBeNull();
    expect(read('verbatim_library_deaths_total')).toBe(2);
  });
});
