/** Enough that writing a file takes a moment. */
const LINES = 10_000;

/** The text of the file that is added as the given one, told apart by its number. */
export function curatedText(file: number): string {
  return `${`Line of file ${file}.\n`.repeat(LINES)}End of file ${file}.\n`;
}

export function isRemovedLater(file: number): boolean {
  return file % 2 === 1;
}

export function isRestoredLater(file: number): boolean {
  return file % 4 === 3;
}
