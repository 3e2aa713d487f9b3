import type { QuestionTerm } from '../retrieval/lexical-index.ts';

/** What a sentence begins with that goes on from another, after what one says while thinking. */
const CONNECTIVE =
  /^\W*(?:(?:ok|okay|so|well|oh|yes|no|hm+|right|alright|hey)\W+)*(?:and|but|or|also|then|(?:what|how) about|what of|(?:what|who|where) else)\b/i;
/** Pronouns that stand for something named before. */
const PRONOUN =
  /\b(?:he|him|his|she|her|hers|it|its|they|them|their|theirs|himself|herself|itself|themselves)\b/i;
/** More words of its own make a question that can stand alone, however it begins. */
const MAX_TERMS_AFTER_CONNECTIVE = 6;
const MAX_TERMS_WITH_PRONOUN = 5;
/** So few words without a name ask nothing by themselves: "which cities were hit?" */
const MAX_TERMS_ALONE = 2;

/**
 * Whether a question goes on from what was said before it: it begins with a connective, a pronoun in
 * it stands for nothing that it names itself before, or it names nothing and hardly says anything.
 *
 * @param terms of the question.
 * @param namesIn the names in a part of it.
 */
export function isFollowUp(
  question: string,
  terms: readonly QuestionTerm[],
  namesIn: (text: string) => readonly string[],
): boolean {
  if (terms.length <= MAX_TERMS_AFTER_CONNECTIVE && CONNECTIVE.test(question)) return true;
  const pronoun = PRONOUN.exec(question);
  if (pronoun !== null && terms.length <= MAX_TERMS_WITH_PRONOUN) {
    if (namesIn(question.slice(0, pronoun.index)).length === 0) return true;
  }
  return terms.length <= MAX_TERMS_ALONE && terms.every(({ isName }) => !isName);
}
