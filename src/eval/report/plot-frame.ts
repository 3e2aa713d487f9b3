import { type Markup, markup } from './markup.ts';

const WIDTH = 400;
const HEIGHT = 300;
const LEFT = 52;
const RIGHT = 14;
const TOP = 22;
const BOTTOM = 48;
const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];

/** Where a value of 0 … 1 stands on the horizontal axis. */
export function plotX(value: number): number {
  return LEFT + value * (WIDTH - LEFT - RIGHT);
}

/** Where a value of 0 … 1 stands on the vertical axis. */
export function plotY(value: number): number {
  return HEIGHT - BOTTOM - value * (HEIGHT - TOP - BOTTOM);
}

/**
 * A plot of the unit square as inline SVG, with its axes.
 *
 * @param description what those read who do not see it.
 */
export function renderPlot(
  description: string,
  axes: { readonly x: string; readonly y: string },
  marks: readonly Markup[],
): Markup {
  const [left, right, top, bottom] = [plotX(0), plotX(1), plotY(1), plotY(0)];
  const ticks = TICKS.map(
    (tick) => markup`<text x="${plotX(tick)}" y="${bottom + 17}" text-anchor="middle">${tick}</text>
<text x="${left - 8}" y="${plotY(tick) + 4}" text-anchor="end">${tick}</text>
`,
  );
  return markup`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${description}">
<path class="axis" d="M${left} ${top}V${bottom}H${right}"/>
${ticks}<text x="${(left + right) / 2}" y="${HEIGHT - 8}" text-anchor="middle">${axes.x}</text>
<text transform="translate(14 ${(top + bottom) / 2}) rotate(-90)" text-anchor="middle">${axes.y}</text>
${marks}</svg>
`;
}
