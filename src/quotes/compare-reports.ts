import type { TextRange } from '../corpus/article.ts';
import { type EventDays, eventDaysOf, isSameDay } from '../figures/event-days.ts';
import { PEOPLE } from '../figures/read-counted.ts';
import { happeningOf, saysHappening } from '../figures/happening.ts';
import { isSameCount, isSameEvent } from '../figures/same-event.ts';
import { settingOf, type Statement, statementsIn } from '../figures/statement.ts';
import { analyze } from '../retrieval/analyze.ts';
import type { AskedQuestion } from '../retrieval/asked-question.ts';
import { dateAgreement } from '../retrieval/date-agreement.ts';
import type { Filters } from '../retrieval/filters.ts';
import type { SearchIndex } from '../retrieval/search-index.ts';
import { chooseRows, differs, newestFirst } from './arrange-reports.ts';
import { qualifyAnswer } from './qualify-answer.ts';
import type { ReportedFigure } from './reported-figure.ts';
import { publishedAfter, statementsAmong, within } from './similar-statements.ts';
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

/** Sentences of a quote whose figures are followed up. */
const MAX_BASES = 3;
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
  const stated = statementsOfQuote(index, passage, { highlights, asked });
  const [first] = stated;
  if (first === undefined) return {};

  const words = stated.slice(0, MAX_BASES).map(({ text }) => text);
  const terms = await index.lexical.lookUp(analyze([...words, first.title].join('\n')));
  const { scores } = await index.lexical.score(terms);
  const eventOf = (basis: Statement): ReportedEvent => ({ index, basis, asked });
  const figures = asksForNumber
    ? await differingFigures(eventOf(first), statementsAmong(index, scores, within(index, filters)))
    : [];
  const later =
    asOf === undefined
      ? null
      : await laterReport(
          stated.slice(0, MAX_BASES).map(eventOf),
          statementsAmong(index, scores, publishedAfter(index, asOf, filters)),
        );
  return { ...(figures.length > 0 && { figures }), ...(later !== null && { later }) };
}

interface ReportedEvent {
  readonly index: SearchIndex;
  readonly basis: Statement;
  readonly asked: AskedQuestion;
}

/** What the quote states: where a number is asked for that number, first where it is highlighted. */
function statementsOfQuote(
  index: SearchIndex,
  passage: number,
  { highlights, asked }: Pick<AnswerBasis, 'highlights' | 'asked'>,
): Statement[] {
  const stated = statementsIn(index, passage);
  const isHighlighted = ({ sentence }: Statement): boolean =>
    highlights.some(({ start, end }) => sentence.start < end && start < sentence.end);
  const highlighted = stated.filter(isHighlighted);
  if (asked.expected.kind !== 'number') return highlighted;
  const others = stated.filter((statement) => !isHighlighted(statement));
  return [...highlighted, ...others].filter(({ said }) => answersQuestion(said, asked));
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
  return chooseRows(index, ofThatDay).map((report) => toFigure(index, report));
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
function reportsOf({ index, basis }: ReportedEvent, statements: readonly Statement[]): Statement[] {
  const counts = statements.filter(
    ({ article, range, said }) =>
      (article !== basis.article || range.start !== basis.range.start) &&
      isSameCount(basis.said, said),
  );
  if (counts.length === 0) return [];
  const setting = settingOf(index, basis);
  return counts.filter((report) =>
    isSameEvent(setting, settingOf(index, report), {
      inOneArticle: report.article === basis.article,
    }),
  );
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

function toFigure({ articles, passages }: SearchIndex, statement: Statement): ReportedFigure {
  const { passage, range, sentence, said } = statement;
  const row = passages.at(passage);
  const source = articles.at(row.article);
  const quoted = qualifyAnswer(source, row, [sentence]);
  const { article, ...excerpt } = takeExcerpt(source, row, quoted.range);
  return {
    figure: excerpt.text.slice(range.start - excerpt.start, range.end - excerpt.start),
    value: 'figure' in said ? said.figure.value : null,
    start: range.start,
    end: range.end,
    article,
    quote: { ...excerpt, highlights: quoted.highlights },
  };
}
