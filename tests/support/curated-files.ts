/** Enough that writing a file takes a moment. */
const LINES = 10_000;

/** The first edition is added; the second takes its place. */
export type Edition = 1 | 2;

/** A file that somebody changes, told apart by its number. */
export interface CuratedFile {
  readonly number: number;
  readonly edition: Edition;
}

/** What is done to a file after it was added, in this order. */
export type Deed = 'added' | 'removed' | 'restored' | 'replaced';

/** The text of a file. */
export function curatedText({ number, edition }: CuratedFile): string {
  return `${`Line of file ${number}, edition ${edition}.\n`.repeat(LINES)}End of file ${number}.\n`;
}

/** Which file a text is; null where it is not one as a whole. */
export function curatedFileOf(text: string): CuratedFile | null {
  const [, number, edition] = /^Line of file (\d+), edition ([12])\./.exec(text) ?? [];
  const file: CuratedFile = { number: Number(number), edition: edition === '2' ? 2 : 1 };
  return text === curatedText(file) ? file : null;
}

/** All that is done to a file, in order. */
export function deedsOf(number: number): readonly Deed[] {
  const deeds = [['added'], ['added', 'removed'], ['added', 'replaced']] as const;
  const restored = ['added', 'removed', 'restored'] as const;
  return [...deeds, restored][number % 4] ?? [];
}
