import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QuestionReport } from '../../../../src/eval/evaluate-questions.ts';
import type { QuestionOutcome } from '../../../../src/eval/judge-answer.ts';
import { summarizeOutcomes } from '../../../../src/eval/question-figures.ts';
import { renderQuestionPage } from '../../../../src/eval/report/question-page.ts';
import type { Excerpt } from '../../../../src/quotes/quote.ts';
import { excerptWith, hostileText } from '../../../support/quote-arbitraries.ts';
import { expectHarmless, readPage } from '../../../support/report-page.ts';

const EXCERPT: Excerpt = {
  text: 'The ferry stops in May.',
  start: 0,
  end: 23,
  eventDates: [],
  article: {
    id: '0123456789ab',
    path: 'ferry.txt',
    title: 'The last ferry',
    outlet: 'Harbour Herald',
    url: null,
    note: null,
    sha256: '0'.repeat(64),
    published: '2022-12-29',
  },
};

interface Fate {
  readonly id?: string;
  readonly style?: string;
  readonly gold?: readonly string[];
  readonly answered?: boolean;
  readonly confidence?: number;
  readonly rank?: number | null;
  readonly laterRank?: number | null;
  readonly excerpt?: Excerpt | null;
}

/** A question and what became of it; unless `fate` says otherwise it was answered and right. */
function outcomeOf(fate: Fate = {}): QuestionOutcome {
  const {
    id = 'q',
    gold = ['in May'],
    answered = true,
    confidence = 0.9,
    excerpt = EXCERPT,
  } = fate;
  const text = `Question ${id}?`;
  const quotes =
    excerpt === null ? [] : [{ ...excerpt, rank: 1, score: confidence, highlights: [] }];
  return {
    question: {
      id,
      question: text,
      gold: [...gold],
      ...(fate.style === undefined ? {} : { style: fate.style }),
    },
    answer: {
      question: text,
      answered,
      confidence,
      ...(answered ? { quotes } : { quotes: [], closest: quotes }),
      ms: 2,
    },
    rank: fate.rank === undefined ? 1 : fate.rank,
    highlighted: false,
    isLaterTurn: false,
    laterRank: fate.laterRank ?? null,
  };
}

function pageOf(
  outcomes: readonly QuestionOutcome[],
  followUps: Pick<QuestionReport, 'follow_ups'> = {},
): string {
  const report = { ...summarizeOutcomes(outcomes), ...followUps };
  return renderQuestionPage(['some.jsonl', 'all questions'], report, outcomes);
}

/** The text of the section under a heading that starts so. */
function sectionOf(html: string, heading: string): string {
  const found = [...readPage(html).querySelectorAll('section')].find(
    (section) => section.querySelector('h2')?.textContent?.startsWith(heading) === true,
  );
  return (found?.textContent ?? '').replace(/\s+/g, ' ');
}

/** The cells of the rows of a section's table. */
function rowsOf(html: string, heading: string): string[][] {
  const found = [...readPage(html).querySelectorAll('section')].find(
    (section) => section.querySelector('h2')?.textContent === heading,
  );
  return [...(found?.querySelectorAll('tbody tr') ?? [])].map((row) =>
    [...row.querySelectorAll('th, td')].map((cell) => cell.textContent ?? ''),
  );
}

describe('the report on questions', () => {
  it('has all figures, those of follow-ups too', () => {
    const outcomes = [outcomeOf(), outcomeOf({ rank: null })];
    const html = pageOf(outcomes, { follow_ups: summarizeOutcomes([outcomeOf()]) });
    const figures = rowsOf(html, 'Figures').map(([name, value]) => [name, value]);
    expect(figures).toContainEqual(['questions', '2']);
    expect(figures).toContainEqual(['hit@1', '0.500']);
    expect(figures).toContainEqual(['ms p95', '2']);
    expect(rowsOf(html, 'Later turns of conversations').map(([, value]) => value)).toContain('1');
    expect(pageOf(outcomes)).not.toContain('Later turns');
  });

  it('has a row for each style, with a dash for a share of nothing', () => {
    const html = pageOf([
      outcomeOf({ style: 'fact' }),
      outcomeOf({ style: 'odd', gold: [], rank: null, answered: false, confidence: 0.1 }),
      outcomeOf({ style: 'fact', rank: 2 }),
      outcomeOf(),
    ]);
    expect(rowsOf(html, 'By style of question').map((row) => row.slice(0, 8))).toEqual([
      ['fact', '2', '0', '0.500', '1.000', '0.000', '–', '0.000'],
      ['odd', '1', '1', '–', '–', '–', '1.000', '–'],
      ['not given', '1', '0', '1.000', '1.000', '0.000', '–', '0.000'],
    ]);
  });

  it('lists what went wrong, each kind by itself, and nothing else', () => {
    const html = pageOf([
      outcomeOf({ id: 'right' }),
      outcomeOf({ id: 'second', rank: 2 }),
      outcomeOf({ id: 'far', rank: null, laterRank: 17 }),
      outcomeOf({ id: 'lost', rank: null }),
      outcomeOf({ id: 'invented', gold: [], rank: null }),
      outcomeOf({ id: 'turned-away', gold: [], rank: null, answered: false, confidence: 0.1 }),
      outcomeOf({ id: 'silent', answered: false, confidence: 0.2 }),
    ]);
    expect(sectionOf(html, 'Misses')).toMatch(
      /\(3\) Question second\?.* at rank 2 .*far.* at rank 17 .*lost.* not among the first 25/,
    );
    expect(sectionOf(html, 'Unanswerable, yet answered')).toMatch(/\(1\) Question invented\?/);
    expect(sectionOf(html, 'Answerable, yet silent')).toMatch(
      /\(1\) Question silent\?.* confidence 0.2 .* at rank 1 .*Nearest, held back/,
    );
    expect(html).not.toMatch(/Question (right|turned-away)\?/);
  });

  it('shows for each what was expected and what was returned instead', () => {
    const html = pageOf([outcomeOf({ rank: null, gold: ['in June', 'this summer'] })]);
    const misses = sectionOf(html, 'Misses');
    expect(misses).toContain('Expected: “in June” or “this summer”');
    expect(misses).toContain('The ferry stops in May.');
    expect(misses).toContain('Harbour Herald · 2022-12-29 · The last ferry');
  });

  it('draws the reliability of ten bins with their counts', () => {
    const html = pageOf([
      outcomeOf({ confidence: 0.95 }),
      outcomeOf({ confidence: 0.97, rank: null }),
      outcomeOf({ confidence: 0.31 }),
    ]);
    const plot = readPage(html).querySelector('svg');
    expect(plot?.getAttribute('aria-label')).toContain('0.3 to 0.4: 1, 100 % right');
    expect(plot?.getAttribute('aria-label')).toContain('0.9 to 1: 2, 50 % right');
    const counts = [...(plot?.querySelectorAll('text.strong') ?? [])];
    expect(counts.map(({ textContent }) => textContent).join(' ')).toBe('0 0 0 1 0 0 0 0 0 2');
    const heights = [...(plot?.querySelectorAll('rect') ?? [])].map((bar) =>
      Number(bar.getAttribute('height')),
    );
    expect(heights).toHaveLength(2);
    expect(heights[0]).toBeCloseTo(2 * heights[1]!, 3);
    expect(sectionOf(html, 'Reliability')).toContain('Expected calibration error: 0.537');
  });

  it('draws risk and coverage, with where the threshold puts it', () => {
    const html = pageOf([
      outcomeOf({ confidence: 0.8 }),
      outcomeOf({ confidence: 0.6, rank: null }),
      outcomeOf({ confidence: 0.2, rank: null, answered: false }),
      outcomeOf({ confidence: 0.1, rank: null, answered: false }),
    ]);
    // Risks of 0, 1/2, 2/3 and 3/4.
    expect(sectionOf(html, 'Risk and coverage')).toMatch(
      /0\.500 of the questions are answered, and 0\.500 of those wrongly\. .*: 0\.479\./,
    );
    expect(readPage(html).querySelectorAll('circle.dot')).toHaveLength(1);
  });

  it('can be drawn of nothing at all, and of a question that found nothing', () => {
    const lost = outcomeOf({ excerpt: null, answered: false, confidence: 0, rank: null });
    for (const html of [pageOf([]), pageOf([lost])]) {
      expect(html).not.toMatch(/NaN|Infinity|undefined|null/);
      expectHarmless(html);
    }
  });

  it('shows hostile texts as they are, and nothing of them takes effect', () => {
    const hostile = fc.oneof(
      hostileText,
      fc.constantFrom(
        '<script>alert(1)</script>',
        '</style></title><img src=x onerror=alert(1)>',
        '" onmouseover="alert(1)',
        '&lt;b&gt; &amp;',
        '</blockquote></svg><style>*{display:none}</style>',
        '<!--',
      ),
    );
    fc.assert(
      fc.property(excerptWith(hostile), hostile, hostile, hostile, (excerpt, id, style, gold) => {
        const html = pageOf([outcomeOf({ id, style, gold: [gold], rank: null, excerpt })]);
        expectHarmless(html);
        const shown = readPage(html).querySelector('blockquote')?.textContent;
        expect(shown).toBe(visible(excerpt.text));
      }),
      { numRuns: 50 },
    );
  });
});

/** A text without what HTML has no place for. */
function visible(text: string): string {
  return text.replace(/[^\P{Cc}\t\n\r]|\p{Cs}|[\ufffe\uffff]/gu, '\ufffd');
}
