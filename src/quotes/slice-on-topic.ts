import type { Article, TextRange } from '../corpus/article.ts';
import { splitSentences } from '../passages/split-sentences.ts';
import type { AskedQuestion } from '../retrieval/asked-question.ts';
import { confidenceOf, readEvidence } from '../retrieval/evidence.ts';
import { matchPassage } from '../retrieval/match-passage.ts';
import type { SearchIndex } from '../retrieval/search-index.ts';
import type { PassageRow } from '../vector-index/passage-table.ts';
import { MIN_CONFIDENCE } from './answer-question.ts';
import { chooseHighlights } from './choose-highlights.ts';
import { withQualification } from './take-excerpt.ts';

/**
 * A topic has few words, so that one of them alone makes a passage likely: it has to have, with its
 * title and heading, this part of what they tell.
 */
const MIN_TOPIC_SHARE = 0.6;
/** A single short sentence seldom says who, where and what. */
const WANTED_CHARS = 160;
const MOST_CHARS = 480;

/** The sentences of a passage that are on a topic; null where it is not close enough. */
export function sliceOnTopic(
  index: SearchIndex,
  passage: number,
  { terms }: AskedQuestion,
): TextRange | null {
  const match = matchPassage(index, passage, terms);
  // A topic asks for nothing, neither for a kind of answer nor for a day.
  const evidence = readEvidence(match, { terms, expected: { kind: 'other' } }, 0);
  if (confidenceOf(evidence) < MIN_CONFIDENCE) return null;
  const sumOf = (held: typeof terms): number => held.reduce((sum, { idf }) => sum + idf, 0);
  const held = sumOf(terms.filter(({ term }) => match.terms.has(term)));
  if (held < MIN_TOPIC_SHARE * sumOf(terms)) return null;
  const named = chooseHighlights(match.sentences, terms);
  // What an article is headed with its first sentence tells, in other words.
  const isToldByLead = match.contextScore >= MIN_TOPIC_SHARE && isLead(index, passage);
  const sentences = named.length === 0 && isToldByLead ? match.sentences.slice(0, 1) : named;
  const [first, last] = [sentences[0], sentences.at(-1)];
  return first === undefined || last === undefined ? null : { start: first.start, end: last.end };
}

/** Whether a passage is the first of its article. */
function isLead({ passages }: SearchIndex, passage: number): boolean {
  return passage === 0 || passages.articleOf(passage - 1) !== passages.articleOf(passage);
}

/**
 * A slice with the sentences behind it that belong to what it says, and further ones while it is
 * short. Only in a passage of a single day: what stands beside the slice may be of another one.
 */
export function widen(article: Article, passage: PassageRow, slice: TextRange): TextRange {
  let { end } = slice;
  if (passage.eventDates.length <= 1) {
    for (const sentence of splitSentences(article.text, { start: end, end: passage.end })) {
      const isEnough = end - slice.start >= WANTED_CHARS;
      if (isEnough || sentence.end - slice.start > MOST_CHARS) break;
      end = sentence.end;
    }
  }
  return withQualification(article, { start: slice.start, end });
}
