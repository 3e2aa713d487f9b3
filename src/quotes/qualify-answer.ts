import type { Article, TextRange } from '../corpus/article.ts';
import { splitSentences } from '../passages/split-sentences.ts';
import { withQualification } from './take-excerpt.ts';

/** What of an article answers. */
export interface AnswerPart {
  /** What is quoted. */
  readonly range: TextRange;
  readonly highlights: readonly TextRange[];
}

/**
 * A passage that answers, with what takes back or confirms the end of it. Where that is the answer, it
 * is highlighted too, and where there is no room for it, what stands before the answer gives way.
 *
 * @param highlights of the passage, in order.
 */
export function qualifyAnswer(
  article: Article,
  passage: TextRange,
  highlights: readonly TextRange[],
): AnswerPart {
  const [first] = highlights;
  if (first === undefined || highlights.at(-1)?.end !== passage.end) {
    return { range: withQualification(article, passage), highlights };
  }
  const from = (start: number): TextRange =>
    withQualification(article, { start, end: passage.end });
  const isQualified = ({ end }: TextRange): boolean => end > passage.end;
  if (!isQualified(from(first.start))) return { range: passage, highlights };
  const starts = splitSentences(article.text, { start: passage.start, end: first.end })
    .map(({ start }) => start)
    .filter((start) => start < first.start);
  const range = starts.map(from).find(isQualified) ?? from(first.start);
  const added = splitSentences(article.text, { start: passage.end, end: range.end });
  return { range, highlights: [...highlights, ...added] };
}
