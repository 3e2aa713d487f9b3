import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { Chart } from '../../../src/timeline/chart.ts';
import { drawChart } from '../../../src/timeline/draw-chart.ts';
import { differingShare, sizeOf } from '../../support/compare-pictures.ts';

/** To be looked at, and written anew, when the look of timelines is changed on purpose. */
const REFERENCE = new URL('../../fixtures/pictures/timeline.png', import.meta.url);
/** A wrong headline is more than that. */
const TOLERANCE = 0.002;
const MAX_BYTES = 1_000_000;

const CHART: Chart = {
  topic: 'bridge of Osterby',
  days: [
    { day: '2022-11-15', reports: 3 },
    { day: '2022-11-16', reports: 1 },
    { day: '2022-12-29', reports: 2 },
  ],
  firstRow: 0,
  rows: [
    {
      when: '15 November 2022',
      isPublished: false,
      reports: 3,
      headline: 'Mayor opens the bridge',
    },
    { when: '16 November 2022', isPublished: true, reports: 1, headline: 'Міст відкрито' },
  ],
};

function withHeadlines(headline: string): Chart {
  return { ...CHART, rows: CHART.rows.map((row) => ({ ...row, headline })) };
}

describe('the picture of a timeline', () => {
  it('looks as it did', async () => {
    const drawn = await drawChart(CHART);
    expect(await differingShare(drawn, await readFile(REFERENCE))).toBeLessThan(TOLERANCE);
  });

  it('would be seen to have another headline', async () => {
    const [first, second] = CHART.rows;
    const changed = {
      ...CHART,
      rows: [{ ...first!, headline: 'Divers search the lock' }, second!],
    };
    const drawn = await drawChart(changed);
    expect(await differingShare(drawn, await readFile(REFERENCE))).toBeGreaterThan(TOLERANCE);
  });

  it('shows which days are hollow and which are dark', async () => {
    const turned = { ...CHART, firstRow: 1 };
    expect(await differingShare(await drawChart(turned), await drawChart(CHART))).toBeGreaterThan(
      0,
    );
  });

  it.each([
    ['mark-up', '</text><script>alert(1)</script>&amp;<svg onload="x">'],
    ['marks that turn the direction', '\u202e\u2067evil\u2069\u202c \u200f'],
    ['piled marks', `Z${'\u0310'.repeat(500)}`],
    ['one endless word', 'x'.repeat(500)],
    ['many words', 'ferry stops '.repeat(50)],
    ['halves of characters', '\ud83d\ud83d\udc00'],
    ['control characters', 'A\u0000\u0007\nB'],
    ['nothing at all', ''],
  ])('is of usual size whatever stands in a headline: %s', async (_, headline) => {
    const drawn = await drawChart(withHeadlines(headline));
    const { width, height } = await sizeOf(drawn);
    expect(width).toBe(1200);
    expect(height).toBeLessThan(1200);
    expect(drawn.length).toBeLessThan(MAX_BYTES);
  });

  it('draws no letters that it does not have', async () => {
    const [arabic, chinese] = await Promise.all([
      drawChart(withHeadlines('فتح الجسر')),
      drawChart(withHeadlines('大桥通车')),
    ]);
    expect(await differingShare(arabic, chinese)).toBe(0);
  });

  it('stays below its limit with full rows and very many days', async () => {
    const row = { ...CHART.rows[0]!, headline: 'Ę'.repeat(400), reports: 12_345 };
    const start = Date.UTC(1990, 0, 1);
    const days = Array.from({ length: 400 }, (_, position) => ({
      day: new Date(start + position * 30 * 86_400_000).toISOString().slice(0, 10),
      reports: 1 + (position % 7),
    }));
    const drawn = await drawChart({
      topic: 'T'.repeat(60),
      days,
      firstRow: 200,
      rows: [row, row, row, row, row],
    });
    expect(drawn.length).toBeLessThan(MAX_BYTES);
  });
});
