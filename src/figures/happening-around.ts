import { STOP_WORDS } from '../retrieval/stop-words.ts';
import { VERB_OF_SAYING } from '../retrieval/verbs-of-saying.ts';
import { happeningOf, saysHappening } from './happening.ts';
import type { Token } from './read-number.ts';

const COMPLEMENT_WITHIN = 4;
const AUXILIARY =
  /^(?:was|were|is|are|has|have|had|been|be|being|also|already|now|all|still|\p{L}+ly)$/iu;
const PARTICLE = /^(?:down|up|out|off|all|the)$/i;
const PREPOSITION =
  /^(?:near|across|around|towards?|along|inside|outside|behind|beyond|via|amid|following)$/i;
const TOLL = /\b(?:toll|(?:number|count) of (?:the )?(?:dead|deaths|fatalities|victims))\b/i;
/** What comes behind it is said of something else. */
const CONJUNCTION = /^(?:and|or|but)$/i;
const NOT = /^(?:not|never|\p{L}+n['’]t)$/iu;

/** Where a figure begins in its sentence. */
export interface FigureContext {
  readonly sentence: string;
  readonly tokens: readonly Token[];
  /** Position of the figure's first token. */
  readonly first: number;
  readonly start: number;
}

/** Whether a number of dead is announced before it: "the death toll rose to 14". */
export function isToll({ sentence, start }: FigureContext): boolean {
  const clause = sentence.slice(0, start).split(/[,;:()—–“”"]/u);
  return TOLL.test(clause.at(-1) ?? '');
}

/** What happened to what is counted: the verb before the figure, or else the one behind its noun. */
export function happeningAround(
  { sentence, tokens, first, start }: FigureContext,
  next: number,
): string | null {
  const before = verbBefore(sentence, tokens, first, start);
  const behind = verbBehind(sentence, tokens, next);
  if (before !== null && saysHappening(before)) return happeningOf(before);
  if (behind !== null && saysHappening(behind)) return happeningOf(behind);
  const verb = before ?? behind;
  return verb === null ? complementBehind(sentence, tokens, next) : happeningOf(verb);
}

/** What stands in for a verb: "9,000 homes had no electricity", "94 votes in favour". */
function complementBehind(sentence: string, tokens: readonly Token[], next: number): string | null {
  let lacks = '';
  for (let position = next; position < next + COMPLEMENT_WITHIN; position++) {
    const token = tokens[position];
    if (token === undefined || NOT.test(token.text) || CONJUNCTION.test(token.text)) return null;
    if (!/^%?\s+$/.test(sentence.slice(tokens[position - 1]!.end, token.start))) return null;
    if (/^(?:no|without)$/i.test(token.text)) lacks = 'no ';
    else if (isVerbLike(token.text)) return `${lacks}${happeningOf(token.text)}`;
    else if (!STOP_WORDS.has(token.text.toLowerCase()) && !AUXILIARY.test(token.text)) return null;
  }
  return null;
}

function verbBefore(
  sentence: string,
  tokens: readonly Token[],
  first: number,
  start: number,
): string | null {
  let position = first - 1;
  while (PARTICLE.test(tokens[position]?.text ?? '')) position -= 1;
  const verb = tokens[position];
  if (verb === undefined || !/^[\p{L}\s]*$/u.test(sentence.slice(verb.end, start))) return null;
  if (NOT.test(tokens[position - 1]?.text ?? '')) return null;
  return isVerbLike(verb.text) ? verb.text : null;
}

function verbBehind(sentence: string, tokens: readonly Token[], next: number): string | null {
  let position = next;
  while (AUXILIARY.test(tokens[position]?.text ?? '')) position += 1;
  const verb = tokens[position];
  if (verb === undefined) return null;
  const between = sentence.slice(tokens[next - 1]?.end ?? 0, verb.start);
  if (!/^[\p{L}\s]*$/u.test(between)) return null;
  const isDeath =
    /^los(?:t|e|ing)$/i.test(verb.text) &&
    /^liv?es$|^life$/i.test(tokens[position + 2]?.text ?? '');
  if (isDeath) return 'killed';
  return isVerbLike(verb.text) ? verb.text : null;
}

function isVerbLike(word: string): boolean {
  return (
    /^\p{Ll}/u.test(word) &&
    !STOP_WORDS.has(word) &&
    !PREPOSITION.test(word) &&
    !VERB_OF_SAYING.test(word)
  );
}
