import type { TextRange } from '../corpus/article.ts';
import { happeningOf, saysHappening } from './happening.ts';
import { tokensOf } from './read-number.ts';

/** A sentence that says that something did not happen. Ranges are positions in the sentence. */
export interface Denial extends TextRange {
  /** What did not happen, each as `happeningOf` names it; at least one. */
  readonly happenings: ReadonlySet<string>;
}

/** Not "denied any responsibility", which leaves open that it happened. */
const DENIES =
  /\b(?:den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|refut(?:es|ed|ing)|disput(?:es|ed|ing)|dismiss(?:es|ed|ing)?|retract(?:s|ed|ing)?|withdr(?:ew|awn)|no evidence)\s(?:that|of|it|having|any(?:one|body)?|(?:the |these |those |earlier )?(?:reports?|claims?|figures?|tolls?))\b(?!\s(?:responsib|involve|blame|role|guilt|wrongdoing))/i;
const UNTRUE = /\b(?:false|untrue|not true|fabricated|did not happen|never happened)\b/i;
/** Before it: "did not deny", "nobody ever denied". */
const NOT_BEFORE =
  /(?:\b(?:not|never|nobody|no one|none|neither|cannot|without)|n['’]t)(?:\s(?:has|have|had|ever|yet|explicitly|\p{L}+ly))*\s$/iu;
const NOT_BEFORE_CHARS = 40;
/** How far behind the denial stands what is denied. */
const DENIED_WITHIN_CHARS = 100;
/** Where another thought begins, which is not denied any more. */
const NEXT_CLAUSE = /[;:—]|\b(?:after|when|while|following|but|although)\b/i;

/** Whether a sentence takes back something that it names; what it names is then not its own claim. */
export function takesBack(sentence: string): boolean {
  return denialIn(sentence) !== null;
}

/** What a sentence denies; null where it denies nothing that happens to what is counted. */
export function findDenial(sentence: string): Denial | null {
  const denial = denialIn(sentence);
  if (denial === null) return null;
  const { 0: words, index } = denial;
  const end = index + words.length;
  const behind = sentence.slice(end, end + DENIED_WITHIN_CHARS).split(NEXT_CLAUSE)[0] ?? '';
  const denied = UNTRUE.test(words) ? sentence : behind;
  const happenings = tokensOf(denied)
    .filter(({ text }) => saysHappening(text))
    .flatMap(({ text }) => happeningOf(text) ?? []);
  return happenings.length === 0 ? null : { start: index, end, happenings: new Set(happenings) };
}

/** The words that deny something; null where there are none, or where they are denied themselves. */
function denialIn(sentence: string): RegExpExecArray | null {
  const denial = DENIES.exec(sentence) ?? UNTRUE.exec(sentence);
  if (denial === null) return null;
  const { index } = denial;
  const before = sentence.slice(Math.max(0, index - NOT_BEFORE_CHARS), index);
  return NOT_BEFORE.test(before) ? null : denial;
}
