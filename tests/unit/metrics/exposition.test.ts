import { describe, expect, it } from 'vitest';
import { gauge, renderMetrics } from '../../../src/metrics/exposition.ts';
import { Histogram } from '../../../src/metrics/histogram.ts';

describe('what Prometheus reads', () => {
  it('has the meaning and the type before the numbers', () => {
    expect(renderMetrics([gauge('a_bytes', 'So much.', 1.5), gauge('b', 'So many.', 0)])).toBe(
      '# HELP a_bytes So much.\n# TYPE a_bytes gauge\na_bytes 1.5\n' +
        '# HELP b So many.\n# TYPE b gauge\nb 0\n',
    );
  });

  it('has labels in quotation marks, and what these contain escaped', () => {
    const labels = { kind: 'mention', text: 'a "b"\\\n' };
    const samples = [{ labels, value: 2 }];
    expect(renderMetrics([{ name: 'c_total', type: 'counter', help: 'C.', samples }])).toBe(
      '# HELP c_total C.\n# TYPE c_total counter\n' +
        'c_total{kind="mention",text="a \\"b\\"\\\\\\n"} 2\n',
    );
  });

  it('has the buckets of a histogram, each with those before it', () => {
    const histogram = new Histogram('d_seconds', 'D.', [0.1, 1]);
    for (const value of [0.1, 0.5, 3]) histogram.observe(value);
    expect(renderMetrics([histogram.metric()])).toBe(
      '# HELP d_seconds D.\n# TYPE d_seconds histogram\n' +
        'd_seconds_bucket{le="0.1"} 1\nd_seconds_bucket{le="1"} 2\nd_seconds_bucket{le="+Inf"} 3\n' +
        'd_seconds_sum 3.6\nd_seconds_count 3\n',
    );
  });
});
