import type { RiskCoveragePoint } from '../risk-coverage.ts';
import { type Markup, markup, NO_MARKUP } from './markup.ts';
import { plotX, plotY, renderPlot } from './plot-frame.ts';

/**
 * The risk-coverage curve, with a dot where answers are given today.
 *
 * @param current null where nothing is answered.
 */
export function drawRiskCoverage(
  points: readonly RiskCoveragePoint[],
  current: RiskCoveragePoint | null,
): Markup {
  const corners = points.map(({ coverage, risk }, position) => {
    return markup`${position === 0 ? 'M' : 'L'}${plotX(coverage)} ${plotY(risk)}`;
  });
  const curve =
    points.length === 0
      ? NO_MARKUP
      : markup`<path class="curve" d="${corners}"/>
`;
  const dot =
    current === null
      ? NO_MARKUP
      : markup`<circle class="dot" cx="${plotX(current.coverage)}" cy="${plotY(current.risk)}" r="5"/>
`;
  const where =
    current === null
      ? 'Nothing is answered.'
      : `${percent(current.coverage)} are answered, ${percent(current.risk)} of those wrongly.`;
  return renderPlot(
    `Risk-coverage curve. ${where}`,
    { x: 'coverage: part of the questions that is answered', y: 'risk: part that is wrong' },
    [curve, dot],
  );
}

function percent(value: number): string {
  return `${Math.round(value * 100)} %`;
}
