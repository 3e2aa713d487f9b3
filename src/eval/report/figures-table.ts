import type { QuestionFigures } from '../question-figures.ts';
import type { Markup } from './markup.ts';
import { renderTable } from './table.ts';

const MEANINGS: readonly (readonly [keyof QuestionFigures, string])[] = [
  ['questions', 'asked'],
  ['unanswerable', 'of these, without an answer in the articles'],
  ['hit@1', 'answerable questions whose first quote holds a gold passage'],
  ['hit@3', 'the same for one of three quotes'],
  ['highlight', 'of the right first quotes, those whose highlight holds a gold passage'],
  ['turned_away', 'unanswerable questions that got “nothing close enough”'],
  ['wrongly_silent', 'answerable questions that did; they count as missed above'],
  ['ece', 'expected calibration error of the confidence'],
];

/** Where a share is one of nothing. */
const NOT_APPLICABLE = '–';

/** All figures with what they mean. */
export function renderFigures(figures: QuestionFigures): Markup {
  const { p50, p95 } = figures.ms;
  const rows = MEANINGS.map(([name, meaning]) => [name, valueOf(figures, name), meaning]);
  return renderTable(
    ['figure', 'value', 'meaning'],
    [
      ...rows,
      ['ms p50', p50, 'milliseconds a question, the median'],
      ['ms p95', p95, 'the same for the slowest twentieth'],
    ],
  );
}

/** One row for each group of questions. */
export function renderFiguresByGroup(
  heading: string,
  groups: readonly { readonly name: string; readonly figures: QuestionFigures }[],
): Markup {
  return renderTable(
    [heading, ...MEANINGS.map(([name]) => name)],
    groups.map(({ name, figures }) => [
      name,
      ...MEANINGS.map(([figure]) => valueOf(figures, figure)),
    ]),
  );
}

function valueOf(figures: QuestionFigures, name: keyof QuestionFigures): string | number {
  const { questions, unanswerable } = figures;
  const isOfAnswerable = ['hit@1', 'hit@3', 'highlight', 'wrongly_silent'].includes(name);
  if (isOfAnswerable && questions === unanswerable) return NOT_APPLICABLE;
  if (name === 'highlight' && figures['hit@1'] === 0) return NOT_APPLICABLE;
  if (name === 'turned_away' && unanswerable === 0) return NOT_APPLICABLE;
  const value = figures[name];
  if (typeof value === 'object') return NOT_APPLICABLE;
  return name === 'questions' || name === 'unanswerable' ? value : value.toFixed(3);
}
