import type { TextRange } from '../corpus/article.ts';
import type { CalendarDate } from '../corpus/calendar-date.ts';
import { agree } from '../figures/agree.ts';
import { type EventDays, eventDaysOf, isSameDay } from '../figures/event-days.ts';
import { PEOPLE } from '../figures/find-figures.ts';
import { happeningOf, saysHappening } from '../figures/happening.ts';
import { isSameCount, isSameEvent } from '../figures/same-event.ts';
import type { Setting } from '../figures/setting.ts';
import { settingOf, type Statement, statementsIn } from '../figures/statement.ts';
import { analyze } from '../retrieval/analyze.ts';
import type { AskedQuestion } from '../retrieval/asked-question.ts';
import { dateAgreement } from '../retrieval/date-agreement.ts';
import { type Filters, passagesWithin } from '../retrieval/filters.ts';
import type { SearchIndex } from '../retrieval/search-index.ts';
import { TopHits } from '../vector-index/top-hits.ts';
import type { ReportedFigure } from './reported-figure.ts';
import { takeExcerpt } from './take-excerpt.ts';

/** What reports of one event say differently; nothing where they agree. */
export interface ComparedReports {
  /** Newest first, at least two. */
  readonly figures?: readonly ReportedFigure[];
  readonly later?: ReportedFigure;
}

/** What an answer is based on. */
export interface AnswerBasis {
  /** Position of the passage that the first quote is from. */
  readonly passage: number;
  /** Of the first quote. */
  readonly highlights: readonly TextRange[];
  readonly asked: AskedQuestion;
  readonly filters: Filters;
}

/** Passages that are read for other reports of the event: those with the most words in common. */
const READ_PASSAGES = 30;
/** Sentences of a quote whose figures are followed up. */
const MAX_BASES = 3;
/** Rows of a table that is read at a glance, and whose buttons stand side by side. */
const MAX_FIGURES = 5;

/**
 * Looks for other reports of what the first quote states. Of a question about a number: all figures
 * where some differ. Of an answer as of a day: what the last article after that day says otherwise.
 */
export async function compareReports(
  index: SearchIndex,
  { passage, highlights, asked, filters }: AnswerBasis,
): Promise<ComparedReports> {
  const asksForNumber = asked.expected.kind === 'number';
  const { asOf } = filters;
  if (!asksForNumber && asOf === undefined) return {};
  const stated = statementsIn(index, passage).filter(
    ({ sentence, said }) =>
      highlights.some(({ start, end }) => sentence.start < end && start < sentence.end) &&
      (!asksForNumber || answersQuestion(said, asked)),
  );
  const [first] = stated;
  if (first === undefined) return {};

  const words = stated.slice(0, MAX_BASES).map(({ text }) => text);
  const terms = await index.lexical.lookUp(analyze([...words, first.title].join('\n')));
  const { scores } = await index.lexical.score(terms);
  const eventOf = (basis: Statement): ReportedEvent => ({
    index,
    basis,
    asked,
    setting: settingOf(index, basis),
  });
  const figures = asksForNumber
    ? await differingFigures(
        eventOf(first),
        statementsAmong(index, bestOf(scores, within(index, filters))),
      )
    : [];
  const later =
    asOf === undefined
      ? null
      : await laterReport(
          stated.slice(0, MAX_BASES).map(eventOf),
          statementsAmong(index, bestOf(scores, publishedAfter(index, asOf, filters))),
        );
  return { ...(figures.length > 0 && { figures }), ...(later !== null && { later }) };
}

/** What the asker's limits leave. */
function within(index: SearchIndex, filters: Filters): (passage: number) => boolean {
  const mask = passagesWithin(index, filters)?.mask;
  return (passage) => mask === undefined || mask[passage] === 1;
}

/** The same but for the last day, behind which to look. */
function publishedAfter(
  index: SearchIndex,
  asOf: CalendarDate,
  filters: Filters,
): (passage: number) => boolean {
  const isWithin = within(index, { ...filters, asOf: undefined });
  return (passage) => {
    const { date } = index.articles.row(index.passages.articleOf(passage));
    return date !== null && date > asOf && isWithin(passage);
  };
}

function statementsAmong(index: SearchIndex, passages: readonly number[]): Statement[] {
  return passages.flatMap((passage) => statementsIn(index, passage));
}

interface ReportedEvent {
  readonly index: SearchIndex;
  readonly basis: Statement;
  readonly setting: Setting;
  readonly asked: AskedQuestion;
}

/** Whether a statement counts what a question asks to count. */
function answersQuestion(said: Statement['said'], { expected, terms }: AskedQuestion): boolean {
  const asked = terms
    .map(({ term }) => term)
    .filter(saysHappening)
    .map(happeningOf);
  if ('denial' in said) return asked.some((happening) => said.denial.happenings.has(happening!));
  const { noun, happening } = said.figure;
  if (asked.length > 0 && !asked.includes(happening)) return false;
  const { subject, unit } = expected;
  // "How much did it cost?" names nothing that is counted.
  if (subject.size === 0 && unit === null) return terms.some(({ term }) => term === happening);
  return subject.has(noun) || (noun === PEOPLE && isPeople(subject)) || unit?.test(noun) === true;
}

/** "How many people …", "how many died …". */
function isPeople(subject: ReadonlySet<string>): boolean {
  return [...subject].some((term) => term === PEOPLE_TERM || saysHappening(term));
}

const PEOPLE_TERM = analyze('people')[0]?.term;

/** Positions of the passages with the highest scores. */
function bestOf(scores: Float32Array, isWanted: (passage: number) => boolean): number[] {
  const best = new TopHits(READ_PASSAGES);
  scores.forEach((score, passage) => {
    if (score > 0 && isWanted(passage)) best.offer(passage, score);
  });
  return best.sorted().map(({ passage }) => passage);
}

async function differingFigures(
  event: ReportedEvent,
  statements: readonly Statement[],
): Promise<ReportedFigure[]> {
  const { index, basis } = event;
  if ('denial' in basis.said) return [];
  const reports = [basis, ...reportsOf(event, statements)].filter(({ said }) => 'figure' in said);
  const isDisputed = (those: readonly Statement[]): boolean =>
    those.some((report) => differs(basis, report));
  // To find out about days is dear.
  if (!isDisputed(reports)) return [];
  const ofThatDay = await onSameDay(event, reports);
  if (!isDisputed(ofThatDay)) return [];
  const once = oncePerArticle(newestFirst(index, ofThatDay));
  return newestFirst(index, mostDifferent(once)).map((report) => toFigure(index, report));
}

async function laterReport(
  events: readonly ReportedEvent[],
  statements: readonly Statement[],
): Promise<ReportedFigure | null> {
  for (const event of events) {
    const { index, basis } = event;
    const differing = reportsOf(event, statements).filter((report) => differs(basis, report));
    if (differing.length === 0) continue;
    const [last] = newestFirst(index, await onSameDay(event, differing));
    if (last !== undefined) return toFigure(index, last);
  }
  return null;
}

/** Other statements that count the same in the same event, as far as can be told without the day. */
function reportsOf(
  { index, basis, setting }: ReportedEvent,
  statements: readonly Statement[],
): Statement[] {
  return statements.filter((report) => {
    const inOneArticle = report.article === basis.article;
    if (inOneArticle && report.range.start === basis.range.start) return false;
    return (
      isSameCount(basis.said, report.said) &&
      isSameEvent(setting, settingOf(index, report), { inOneArticle })
    );
  });
}

/** Those that are about the day that the basis is about; none where the question asks about another. */
async function onSameDay(
  { index, basis, asked }: ReportedEvent,
  reports: readonly Statement[],
): Promise<Statement[]> {
  const day: EventDays = await eventDaysOf(index, basis);
  const { date } = index.articles.row(basis.article);
  if (dateAgreement(asked.dates, day.named, date) < 0) return [];
  const found: Statement[] = [];
  for (const report of reports) {
    if (report === basis || isSameDay(day, await eventDaysOf(index, report))) found.push(report);
  }
  return found;
}

function differs({ said: a }: Statement, { said: b }: Statement): boolean {
  if ('figure' in a && 'figure' in b) return !agree(a.figure.amount, b.figure.amount);
  const [figure] = [a, b].flatMap((said) => ('figure' in said ? [said.figure] : []));
  // To deny that anything happened is to count nothing.
  return figure !== undefined && figure.value !== 0;
}

function newestFirst({ articles }: SearchIndex, statements: readonly Statement[]): Statement[] {
  const dayOf = ({ article }: Statement): string => articles.row(article).date ?? '';
  return [...statements].sort((a, b) => {
    const [first, second] = [dayOf(a), dayOf(b)];
    if (first !== second) return first < second ? 1 : -1;
    return a.article - b.article || a.range.start - b.range.start;
  });
}

/** Each article's figures without those that only say the same again. */
function oncePerArticle(statements: readonly Statement[]): Statement[] {
  const kept: Statement[] = [];
  for (const statement of statements) {
    const isSaid = kept.some(
      (other) => other.article === statement.article && !differs(other, statement),
    );
    if (!isSaid) kept.push(statement);
  }
  return kept;
}

/** As many as there is room for, and no figure left out for one that says the same. */
function mostDifferent(statements: readonly Statement[]): Statement[] {
  const chosen: Statement[] = [];
  for (const statement of statements) {
    if (chosen.every((other) => differs(other, statement))) chosen.push(statement);
  }
  const others = statements.filter((statement) => !chosen.includes(statement));
  return [...chosen, ...others].slice(0, MAX_FIGURES);
}

function toFigure({ articles, passages }: SearchIndex, statement: Statement): ReportedFigure {
  const { passage, range, sentence, said } = statement;
  const row = passages.at(passage);
  const { article, ...excerpt } = takeExcerpt(articles.at(row.article), row);
  return {
    figure: excerpt.text.slice(range.start - row.start, range.end - row.start),
    value: 'figure' in said ? said.figure.value : null,
    start: range.start,
    end: range.end,
    article,
    quote: { ...excerpt, highlights: [sentence] },
  };
}
