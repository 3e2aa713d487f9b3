import { styleText } from 'node:util';
import { createScrubber } from '../scrub.ts';

type Style = Parameters<typeof styleText>[0];

/** Takes out what looks like a secret, which may stand in a wrong setting that a message shows. */
export const scrub = createScrubber([]);

/** Prints a line on standard error: what is not part of the answer. */
export function warn(line: string): void {
  process.stderr.write(`${scrub(line)}\n`);
}

/** Styles a text where standard output is a terminal with colours (`NO_COLOR` is respected). */
export function styled(style: Style, text: string): string {
  return process.stdout.isTTY && process.stdout.hasColors() ? styleText(style, text) : text;
}

/**
 * Makes text from an article or a file name safe to print: control characters and marks that turn
 * the direction of writing are shown instead of obeyed.
 */
export function printable(text: string): string {
  return text.replace(
    // oxlint-disable-next-line no-control-regex -- control characters are what this is about
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (character) =>
      character === '\r'
        ? ''
        : `<U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}>`,
  );
}
