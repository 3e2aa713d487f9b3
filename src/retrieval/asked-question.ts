import { toCalendarDate, type CalendarDate } from '../corpus/calendar-date.ts';
import { analyze } from './analyze.ts';
import { exactPhrases } from './exact-phrases.ts';
import { type ExpectedAnswer, expectedAnswer } from './expected-answer.ts';
import type { QuestionTerm } from './lexical-index.ts';
import { type QuestionDates, readQuestionDates } from './question-dates.ts';
import { NO_RELATED_WORDS, type RelatedWords, WORDNET_WORDS } from './related-words.ts';
import type { SearchIndex } from './search-index.ts';
import { stripPreamble } from './strip-preamble.ts';
import { usualWording } from './usual-wording.ts';

/** A question as the ranking reads it. */
export interface AskedQuestion {
  /**
   * Without what leads up to it (`hi all, does anyone know …`), which no passage need match, and in the
   * usual words.
   */
  readonly text: string;
  /** Its terms, as the index knows them. */
  readonly terms: readonly QuestionTerm[];
  readonly expected: ExpectedAnswer;
  /** What stands in it in quotation marks. */
  readonly phrases: readonly string[];
  readonly dates: QuestionDates;
}

/** A question of more words that say something has enough of its own, and many would be related. */
const MAX_WORDS_WITH_RELATED = 12;

/**
 * @param asOf the last day that an answer may come from, which is then also "today".
 * @param related what else may stand for its words.
 */
export async function readAskedQuestion(
  { lexical, published }: SearchIndex,
  question: string,
  asOf?: CalendarDate,
  related: RelatedWords = WORDNET_WORDS,
): Promise<AskedQuestion> {
  const stripped = stripPreamble(question).text;
  const text = usualWording(stripped);
  const tokens = analyze(text);
  const terms = await lexical.lookUp(
    tokens,
    tokens.length > MAX_WORDS_WITH_RELATED ? NO_RELATED_WORDS : related,
  );
  return {
    text,
    terms,
    expected: expectedAnswer(text, terms),
    phrases: exactPhrases(stripped),
    dates: await readQuestionDates(text, {
      corpusSpan: published,
      today: toCalendarDate(new Date()),
      asOf,
    }),
  };
}
