import type { OperatorError } from '../../errors.ts';
import { escapeMarkdown } from '../markdown.ts';

/** Why something could not be done, in the words for whoever can mend it. */
export function failureText({ message }: OperatorError): string {
  return `That did not work: ${escapeMarkdown(message)}`;
}
