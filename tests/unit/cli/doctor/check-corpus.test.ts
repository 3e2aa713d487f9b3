import { describe, expect, it } from 'vitest';
import { countFormats } from '../../../../src/cli/doctor/check-corpus.ts';

const files = (...paths: string[]): { path: string }[] => paths.map((path) => ({ path }));

describe('countFormats', () => {
  it('counts by ending, the most frequent first', () => {
    expect(countFormats(files('a.txt', 'b.md', 'c.MD', 'notes/LICENSE'))).toBe(
      '2 .md, 1 .txt, 1 without an ending',
    );
  });

  it('does not list endings without end', () => {
    const counted = countFormats(files('1.a', '2.b', '3.c', '4.d', '5.e', '6.f', '7.g', '8.h'));
    expect(counted).toBe('1 .a, 1 .b, 1 .c, 1 .d, 1 .e, 1 .f, 2 other formats');
  });
});
