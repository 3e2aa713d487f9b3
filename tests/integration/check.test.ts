import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import { QuoteChecker } from '../../src/check/quote-checker.ts';
import { loadConfig } from '../../src/config.ts';
import { readJsonLines } from '../../src/json-lines.ts';
import { checkQuote, type QuoteCheck } from '../../src/quotes/check-quote.ts';
import { LibraryProcess } from '../../src/quotes/library-process.ts';
import { Library } from '../support/library.ts';
import { type Run, runVerbatim } from '../support/run-verbatim.ts';

const CORPUS = fileURLToPath(new URL('../../corpus', import.meta.url));
const CLAIMS = fileURLToPath(new URL('../eval/claims.jsonl', import.meta.url));
const EXACT = 'The talks lasted just over three hours';
const ALTERED = 'The talks lasted just over four hours';

const claimSchema = v.object({
  id: v.string(),
  verdict: v.picklist(['exact', 'altered', 'absent']),
  kind: v.optional(v.string()),
  claim: v.string(),
});

/** Claims of each sort that may be judged wrong. */
const MAX_MISTAKES = 3;

let indexDir: string;

beforeAll(async () => {
  indexDir = await mkdtemp(path.join(tmpdir(), 'verbatim-check-'));
  return () => rm(indexDir, { recursive: true });
});

function run(...args: string[]): Promise<Run> {
  return runVerbatim(['check', ...args], { env: { CORPUS_DIR: CORPUS, INDEX_DIR: indexDir } });
}

describe('verbatim check', () => {
  it('prints verdict, matches and time as JSON', async () => {
    const { code, stdout } = await run('--json', `“${EXACT}”`);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      verdict: 'exact',
      matches: [
        {
          rank: 1,
          score: 1,
          text: expect.stringContaining(EXACT) as string,
          article: { path: 'sample/2022-11-14-biden-xi-bali.md', published: '2022-11-14' },
        },
      ],
      ms: expect.any(Number) as number,
    });
  });

  it('shows an altered quote without colours where there is no terminal', async () => {
    const { code, stdout } = await run(ALTERED);
    expect(code).toBe(0);
    expect(stdout).toContain('Number changed: “three” in the article, “four” here');
    expect(stdout).toContain('just over [-three-] {+four+} hours');
    expect(stdout).toContain('Verbatim sample · 14 November 2022 · ');
    expect(stdout).toContain(`“${EXACT} and took place in Bali, on the sidelines of the G20.”`);
  });

  it('says that a quote is absent, which is no error', async () => {
    const { code, stdout } = await run('I', 'had', 'noodles');
    expect(stdout).toContain('Absent');
    expect(code).toBe(0);
  });

  it.each([
    { args: [], problem: 'check needs a quote' },
    { args: ['… !'], problem: 'found "… !"' },
    { args: ['a'.repeat(4001)], problem: 'up to 4000 characters, found 4001' },
  ])('refuses $args with one line', async ({ args, problem }) => {
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(problem);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

describe('a library in a process of its own', () => {
  it('checks quotes', async () => {
    const config = loadConfig({ CORPUS_DIR: CORPUS, INDEX_DIR: indexDir });
    const library = LibraryProcess.start(config);
    try {
      expect(await library.checkQuote(ALTERED)).toMatchObject({
        verdict: 'altered',
        differences: [{ kind: 'number', claimed: 'four', quoted: 'three' }],
      });
      expect(await library.checkQuote(EXACT, { sampleCorpus: false })).toMatchObject({
        verdict: 'absent',
      });
    } finally {
      await library.close();
    }
  });
});

describe('the claims about the bundled corpus', () => {
  let results: {
    readonly expected: v.InferOutput<typeof claimSchema>;
    readonly found: QuoteCheck;
  }[];

  beforeAll(async () => {
    const library = await Library.create({});
    await library.index({ corpusDir: CORPUS });
    const index = await library.open();
    const checker = new QuoteChecker(index);
    const claims = await readJsonLines(CLAIMS, claimSchema);
    results = claims.map((expected) => ({
      expected,
      found: checkQuote(index, checker, expected.claim),
    }));
    return () => library.remove();
  });

  it.each([
    { verdict: 'exact', count: 40 },
    { verdict: 'altered', count: 50 },
    { verdict: 'absent', count: 30 },
  ])('are judged: $verdict', ({ verdict, count }) => {
    const claims = results.filter(({ expected }) => expected.verdict === verdict);
    expect(claims).toHaveLength(count);
    const mistakes = claims.filter(({ found }) => found.verdict !== verdict);
    const falselyExact = mistakes.filter(({ found }) => found.verdict === 'exact');
    expect(falselyExact.map(({ expected }) => expected.id)).toEqual([]);
    expect(mistakes.slice(MAX_MISTAKES)).toEqual([]);
  });

  it('are told what is different', () => {
    const wrong = results.filter(
      ({ expected: { kind }, found }) =>
        kind !== undefined && !found.differences.some((difference) => difference.kind === kind),
    );
    expect(wrong.slice(MAX_MISTAKES)).toEqual([]);
  });
});
