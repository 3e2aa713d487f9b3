import type { Difference, DifferenceKind } from './difference.ts';

const LABELS: Readonly<Record<DifferenceKind, string>> = {
  negation: 'Negation changed',
  number: 'Number changed',
  name: 'Name changed',
  order: 'Order changed',
  omission: 'Left out',
  addition: 'Added',
  stitched: 'Joined from places that do not stand together',
  capitals: 'Capitals changed',
  punctuation: 'Punctuation changed',
  wording: 'Words changed',
};

/**
 * A difference in words, such as `Number changed: “54” in the article, “44” here`.
 *
 * @param show makes a piece of text fit to be shown.
 */
export function differenceInWords(
  { kind, claimed, quoted }: Difference,
  show: (text: string) => string,
): string {
  const label = LABELS[kind];
  if (kind === 'stitched') return label;
  // Nothing but a leap.
  if (claimed === '' && (quoted === '' || quoted === '…')) return label;
  if (kind === 'omission' || kind === 'addition') {
    return `${label}: “${show(kind === 'omission' ? quoted : claimed)}”`;
  }
  const there = quoted === '' ? 'nothing' : `“${show(quoted)}”`;
  const here = claimed === '' ? 'nothing' : `“${show(claimed)}”`;
  return `${label}: ${there} in the article, ${here} here`;
}
