import type { CalibrationBin } from '../metrics.ts';
import { type Markup, markup, NO_MARKUP } from './markup.ts';
import { plotX, plotY, renderPlot } from './plot-frame.ts';

/** Room between neighbouring bars, as part of the axis. */
const GAP = 0.008;

/**
 * The reliability diagram: for each bin of confidence the part that was right, as a bar with its count,
 * and the mean confidence, as a line. Where the two are apart the confidence misleads.
 */
export function drawReliability(bins: readonly CalibrationBin[]): Markup {
  const ideal = markup`<path class="ideal" d="M${plotX(0)} ${plotY(0)}L${plotX(1)} ${plotY(1)}"/>
`;
  const described = bins.map(
    ({ from, to, count, correct }) =>
      `${from} to ${to}: ${count}${count === 0 ? '' : `, ${Math.round(correct * 100)} % right`}`,
  );
  return renderPlot(
    `Reliability diagram. ${described.join('; ')}.`,
    { x: 'confidence', y: 'part that was right' },
    [...bins.map(drawBin), ideal],
  );
}

function drawBin({ from, to, count, confidence, correct }: CalibrationBin): Markup {
  const [left, right] = [plotX(from + GAP), plotX(to - GAP)];
  const top = plotY(correct);
  const stated = plotY(confidence);
  const bar =
    count === 0
      ? NO_MARKUP
      : markup`<rect class="bar" x="${left}" y="${top}" width="${right - left}" height="${plotY(0) - top}"/>
<path class="stated" d="M${left} ${stated}H${right}"/>
`;
  return markup`${bar}<text class="strong" x="${(left + right) / 2}" y="${plotY(1) - 8}" text-anchor="middle">${count}</text>
`;
}
