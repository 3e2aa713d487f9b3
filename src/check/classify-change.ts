import type { DifferenceKind } from './difference.ts';

/** Words that stand for something else, out of their texts. */
export interface Change {
  readonly claimed: readonly ChangedWord[];
  readonly quoted: readonly ChangedWord[];
}

export interface ChangedWord {
  readonly text: string;
  readonly key: number;
  /** Whether it is known to be a name, or is written like one. */
  readonly isName: boolean;
}

/** Added to a sentence or taken out of it, they turn it around. */
const NEGATION =
  /^(?:no|not|never|none|nobody|nothing|nowhere|neither|nor|cannot|without|dont|doesnt|didnt|isnt|wasnt|wont|cant)$|n['’ʼ]t$/i;
const NUMBER =
  /\p{N}|^(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|trillions?|dozens?|half|twice|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|%|percent)$/iu;
/** More words that were left out or added are a clause, whatever is in it. */
const FEW_WORDS = 3;

/** What kind of change the words of one place in a quote are. */
export function classifyChange({ claimed, quoted }: Change): DifferenceKind {
  const isShort = Math.max(claimed.length, quoted.length) <= FEW_WORDS;
  const isReplaced = claimed.length > 0 && quoted.length > 0;
  if (isShort || isReplaced) {
    if (countOf(claimed, NEGATION) !== countOf(quoted, NEGATION)) return 'negation';
  }
  if (!isReplaced) return claimed.length > 0 ? 'addition' : 'omission';
  if (orderlessKey(claimed) === orderlessKey(quoted)) return 'order';
  if (differIn(claimed, quoted, ({ text }) => NUMBER.test(text))) return 'number';
  if (differIn(claimed, quoted, ({ isName }) => isName)) return 'name';
  return 'wording';
}

/** The same for lists that have the same words, each as often, in whatever order; empty for none. */
export function orderlessKey(words: readonly ChangedWord[]): string {
  return words
    .map(({ key }) => key)
    .sort((a, b) => a - b)
    .join(' ');
}

function countOf(words: readonly ChangedWord[], pattern: RegExp): number {
  return words.filter(({ text }) => pattern.test(text)).length;
}

/** Whether both lists have words of a sort, and not the same ones. */
function differIn(
  claimed: readonly ChangedWord[],
  quoted: readonly ChangedWord[],
  isOfSort: (word: ChangedWord) => boolean,
): boolean {
  const [some, others] = [claimed.filter(isOfSort), quoted.filter(isOfSort)];
  const isBoth = some.length > 0 && others.length > 0;
  return isBoth && some.map(({ key }) => key).join(' ') !== others.map(({ key }) => key).join(' ');
}
