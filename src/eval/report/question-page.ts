import { MIN_CONFIDENCE } from '../../quotes/answer-question.ts';
import type { QuestionReport } from '../evaluate-questions.ts';
import type { QuestionOutcome } from '../judge-answer.ts';
import { calibrationBins, type CalibrationBin } from '../metrics.ts';
import { summarizeStyles, toPredictions } from '../question-figures.ts';
import { riskCoverage } from '../risk-coverage.ts';
import { drawReliability } from './draw-reliability.ts';
import { drawRiskCoverage } from './draw-risk-coverage.ts';
import { renderFigures, renderFiguresByGroup } from './figures-table.ts';
import { type Markup, markup } from './markup.ts';
import { renderPage, section } from './page.ts';
import { renderCases } from './render-cases.ts';
import { renderTable } from './table.ts';

/**
 * The report on questions with known answers, as one HTML file.
 *
 * @param facts what was measured: shown below the title.
 */
export function renderQuestionPage(
  facts: readonly string[],
  report: QuestionReport,
  outcomes: readonly QuestionOutcome[],
): string {
  const styles = summarizeStyles(outcomes).map(({ style, figures }) => ({ name: style, figures }));
  const followUps =
    report.follow_ups === undefined
      ? []
      : [section('Later turns of conversations', [renderFigures(report.follow_ups)])];
  return renderPage('Answers to questions with known passages', facts, [
    section('Figures', [renderFigures(report)]),
    ...followUps,
    section('By style of question', [renderFiguresByGroup('style', styles)]),
    renderReliability(outcomes, report.ece),
    renderRiskCoverage(outcomes),
    ...renderCases(outcomes),
  ]);
}

function renderReliability(outcomes: readonly QuestionOutcome[], ece: number): Markup {
  const bins = calibrationBins(toPredictions(outcomes));
  return section('Reliability of the confidence', [
    markup`<figure>
${drawReliability(bins)}<figcaption>Bars: the part of the first quotes that is right, of those with
about this confidence; above them how many there are. Lines: the confidence that was stated. The
nearer the two, the better. Quotes that were held back count too; to a question without an answer none
is right. Expected calibration error: ${ece.toFixed(3)}.</figcaption>
</figure>
`,
    renderTable(['confidence', 'questions', 'stated', 'right'], bins.map(toRow)),
  ]);
}

function toRow({ from, to, count, confidence, correct }: CalibrationBin): (string | number)[] {
  const range = `${from} to ${to}`;
  return count === 0
    ? [range, count, '–', '–']
    : [range, count, confidence.toFixed(3), correct.toFixed(3)];
}

function renderRiskCoverage(outcomes: readonly QuestionOutcome[]): Markup {
  const { points, area } = riskCoverage(toPredictions(outcomes));
  const current = points.findLast(({ confidence }) => confidence >= MIN_CONFIDENCE) ?? null;
  const where =
    current === null
      ? `With the threshold of ${MIN_CONFIDENCE} nothing is answered.`
      : `The dot: with the threshold of ${MIN_CONFIDENCE}, ${current.coverage.toFixed(3)} of the ` +
        `questions are answered, and ${current.risk.toFixed(3)} of those wrongly.`;
  return section('Risk and coverage', [
    markup`<figure>
${drawRiskCoverage(points, current)}<figcaption>If only the surest questions were answered, how many of
those answers would be wrong? An answer to a question without one always is. ${where} Area under the
curve, less is better: ${area.toFixed(3)}.</figcaption>
</figure>
`,
  ]);
}
