import { analyze } from '../retrieval/analyze.ts';
import { isCalendarWord } from './calendar-words.ts';

/** The parts of a question that a conversation can go on with, as written and in order. */
export interface QuestionParts {
  /** Neighbouring words of a name make one: `Mark Milley`. */
  readonly names: readonly string[];
  /** The other words that say something; dates and degrees (`how long`) left out. */
  readonly words: readonly string[];
}

/** Words with their apostrophes, hyphens and inner dots. */
const WORD = /[\p{L}\p{N}]+(?:['’.-][\p{L}\p{N}]+)*/gu;
const SENTENCE_START = /(?:^|[.!?:\n])["“”‘’\s]*$/;
const GENITIVE = /['’]s$/i;
/** "How long" is what is asked, and not what about. */
const ASKS_FOR_DEGREE = /\bhow\s$/i;

/**
 * Takes a question, or a sentence, apart.
 *
 * @param isKnownName whether a term is a name wherever it is read, so that `kherson` is one too.
 */
export function readQuestion(text: string, isKnownName: (term: string) => boolean): QuestionParts {
  const names: string[] = [];
  const words: string[] = [];
  /** Where the last name ends, if another word of it may follow there. */
  let openEnd = -1;
  for (const match of text.matchAll(WORD)) {
    const [written] = match;
    const word = written.replace(GENITIVE, '');
    const terms = analyze(word).map(({ term }) => term);
    if (terms.length === 0 || isCalendarWord(word)) continue;
    if (ASKS_FOR_DEGREE.test(text.slice(Math.max(0, match.index - 5), match.index))) continue;
    // The first word of a sentence has a capital whatever it is.
    const isCapitalised = /^\p{Lu}/u.test(word) && !SENTENCE_START.test(text.slice(0, match.index));
    if (!isCapitalised && !terms.some(isKnownName)) {
      words.push(word);
      continue;
    }
    const isContinued = match.index === openEnd + 1 && text[openEnd] === ' ';
    if (isContinued) names.push(`${names.pop()} ${word}`);
    else names.push(word);
    openEnd = written === word ? match.index + word.length : -1;
  }
  return { names: [...new Set(names)], words: [...new Set(words)] };
}
