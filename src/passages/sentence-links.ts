/** `It` and `this` more often announce something than look back: "It is clear that …" */
const PRONOUN_OPENING =
  /^["“”'‘«([]*(?:(?:He|She|They|His|Her|Their|Those|These)\b|(?:It|This|That)\b(?!\s+(?:is|was|isn|wasn|may|might|seems?|seemed|appears?|appeared)\b))/u;
const NAME = /\S\s+["“”'‘«([]*\p{Lu}\p{Ll}/u;

const CONTRADICTION = /^["“”'‘«([]*(?:But|However|Yet|Nevertheless|Nonetheless|Still|Though)\b/u;
const DENIAL =
  /\b(?:den(?:y|ies|ied|ying|ials?)|(?:un)?confirm(?:s|ed|ing|ation)?|reject(?:s|ed|ing)?|refut(?:e|es|ed)|disput(?:e|es|ed)|dismiss(?:es|ed)?|verif(?:y|ies|ied)|retract(?:s|ed)?|contradict(?:s|ed)?|no evidence)\b|(?:\bnot|n['’]t) (?:\p{Ll}+ )?(?:clear|known)\b/u;
const CAPITALISED = /(?<![\p{L}\p{N}])\p{Lu}\p{Ll}+/gu;
/** Names of days say when, not who. */
const DAY = /^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$/u;

/** Whether a sentence says "he" or "they" of somebody whom the one before it names. */
export function leansOnPrevious(sentence: string, previous: string): boolean {
  return PRONOUN_OPENING.test(sentence) && NAME.test(previous);
}

/**
 * Whether a sentence takes back, doubts or confirms what the one before it says, so that a reader has
 * to have both: it sets out with "but", or it denies or confirms and brings up nobody new.
 */
export function qualifiesPrevious(sentence: string, previous: string): boolean {
  if (CONTRADICTION.test(sentence)) return true;
  if (!DENIAL.test(sentence)) return false;
  const [, ...names] = sentence.match(CAPITALISED) ?? [];
  return names.every((name) => DAY.test(name) || previous.includes(name.slice(0, SAME_STEM_CHARS)));
}

/** `Russia` and `Russian`, `Poland` and `Polish` name the same where so many letters are alike. */
const SAME_STEM_CHARS = 4;
