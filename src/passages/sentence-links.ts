/** `It` and `this` more often announce something than look back: "It is clear that …" */
const PRONOUN_OPENING =
  /^["“”'‘«([]*(?:(?:He|She|They|His|Her|Their|Those|These)\b|(?:It|This|That)\b(?!\s+(?:is|was|isn|wasn|may|might|seems?|seemed|appears?|appeared)\b))/u;
const NAME = /\S\s+["“”'‘«([]*\p{Lu}\p{Ll}/u;

const CONTRADICTION = /^["“”'‘«([]*(?:But|However|Yet|Nevertheless|Nonetheless|Still|Though)\b/u;
const DENIAL =
  /\b(?:den(?:y|ies|ied|ying|ials?)|(?:un)?confirm(?:s|ed|ing|ation)?|reject(?:s|ed|ing)?|refut(?:e|es|ed)|disput(?:e|es|ed)|dismiss(?:es|ed)?|verif(?:y|ies|ied)|retract(?:s|ed)?|contradict(?:s|ed)?|disprov(?:es|ed)|debunk(?:s|ed)|no evidence)\b|(?:\bnot|n['’]t) (?:\p{Ll}+ )?(?:clear|known)\b/u;
/** Of other things than claims they are said more often. */
const CORRECTION = /\b(?:correct(?:s|ed)|revis(?:es|ed))\b/u;
const OPENING = '^["“”\'‘«([]*';
/** What somebody has said, as those name it who deny or confirm it. */
const CLAIM =
  '(?:(?:claim|report|allegation|accusation|rumou?r|account|statement|charge|assertion|figure|toll|number)s?|stor(?:y|ies)|news)';
/** "denied this", "confirms the earlier reports": not "denied that it had rained". */
const OF_WHAT_WAS_SAID = new RegExp(
  `^ (?:(?:this|that|it|them)(?=[\\p{P}\\s]*$|\\s?[,;:.])|(?:the|this|that|these|those|such) (?:\\p{L}+ )?${CLAIM}\\b|(?:any )?(?:responsibility|involvement|wrongdoing)\\b)`,
  'u',
);
/** "The report was denied by …" */
const CLAIM_OPENING = new RegExp(
  `${OPENING}(?:The|This|That|These|Those|Such|Both) (?:\\p{L}+ )?${CLAIM}\\b`,
  'u',
);
/** "That was not true": not "It is true that …". */
const VERDICT = new RegExp(
  `${OPENING}(?:It|(?:This|That|These|Those|The|Both)(?: (?:\\p{L}+ )?${CLAIM})?) (?:is|are|was|were|proved) (?:\\p{Ll}+ )?(?:true|untrue|false|correct|incorrect|inaccurate|wrong)\\b(?! (?:that|to)\\b)`,
  'u',
);
/** What follows is another story. */
const ELSEWHERE =
  /^["“”'‘«([]*(?:Elsewhere|Separately|(?:In|At|On) (?:another|other|a separate|an unrelated))\b/u;
const CAPITALISED = /(?<![\p{L}\p{N}])\p{Lu}\p{Ll}+/gu;
/** Names of days say when, not who. */
const DAY = /^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$/u;

/** Whether a sentence says "he" or "they" of somebody whom the one before it names. */
export function leansOnPrevious(sentence: string, previous: string): boolean {
  return PRONOUN_OPENING.test(sentence) && NAME.test(previous);
}

/**
 * Whether a sentence takes back, doubts, corrects or confirms what the one before it says, so that a
 * reader has to have both: it sets out with "but", or it denies or confirms and either says of what
 * was said that it does so, or brings up nobody new.
 */
export function qualifiesPrevious(sentence: string, previous: string): boolean {
  if (CONTRADICTION.test(sentence) || VERDICT.test(sentence)) return true;
  if (ELSEWHERE.test(sentence)) return false;
  const denial = DENIAL.exec(sentence);
  const verb = denial ?? CORRECTION.exec(sentence);
  if (verb === null) return false;
  const behind = sentence.slice(verb.index + verb[0].length);
  if (OF_WHAT_WAS_SAID.test(behind) || CLAIM_OPENING.test(sentence)) return true;
  const [, ...names] = sentence.match(CAPITALISED) ?? [];
  return (
    denial !== null &&
    names.every((name) => DAY.test(name) || previous.includes(name.slice(0, SAME_STEM_CHARS)))
  );
}

/** `Russia` and `Russian`, `Poland` and `Polish` name the same where so many letters are alike. */
const SAME_STEM_CHARS = 4;
