import type { Correction } from '../../src/corpus/corrections.ts';

/** Something said about an article, or taken back. */
export interface Saying {
  readonly path: string;
  readonly correction: Correction | null;
}

/** What comes after an article was corrected, by the folder of the article. */
const LATER: Readonly<Record<string, Correction | null>> = {
  mistaken: null,
  withdrawn: { kind: 'withdrawn', on: '2022-12-31', note: 'It never stood. '.repeat(20).trim() },
};

/** What is said about the articles, in this order. */
export function sayingsAbout(paths: readonly string[]): readonly Saying[] {
  const correction = { kind: 'corrected', on: '2022-12-30', note: null } as const;
  return paths.flatMap((path) => {
    const later = LATER[path.split('/')[0] ?? ''];
    return [{ path, correction }, ...(later === undefined ? [] : [{ path, correction: later }])];
  });
}
