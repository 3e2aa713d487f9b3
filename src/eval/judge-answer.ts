import type { Answer, Quote } from '../quotes/quote.ts';
import { type GoldQuestion, holdsGold } from './gold-questions.ts';

/** A question, what it was answered and whether that is right. */
export interface JudgedAnswer {
  readonly question: GoldQuestion;
  readonly answer: Answer;
  /** 1 for a right first quote; null when no quote is right. Judged over `closest` when not answered. */
  readonly rank: number | null;
  /** Whether a gold passage stands in the highlight of the first quote. */
  readonly highlighted: boolean;
}

/** One question of an evaluation and what became of it. */
export interface QuestionOutcome extends JudgedAnswer {
  /** Whether the question was asked after another of its conversation. */
  readonly isLaterTurn: boolean;
  /**
   * Where the right passage stood when more quotes were asked for; null where it was right among the
   * first, was not looked for, or was not found.
   */
  readonly laterRank: number | null;
}

/** Judges the quotes of an answer by the question's gold passages. */
export function judgeAnswer(question: GoldQuestion, answer: Answer): JudgedAnswer {
  const quotes = quotesOf(answer);
  const [first] = quotes;
  return {
    question,
    answer,
    rank: quotes.find(({ text }) => holdsGold(text, question.gold))?.rank ?? null,
    highlighted: first !== undefined && holdsGold(highlightOf(first), question.gold),
  };
}

/** The quotes of an answer, or what came nearest where there is none. */
export function quotesOf({ answered, quotes, closest }: Answer): readonly Quote[] {
  return answered ? quotes : (closest ?? []);
}

/** The highlighted part of a quote, from the first highlight's start to the last one's end. */
function highlightOf({ text, start, highlights }: Quote): string {
  const [first, last] = [highlights[0], highlights.at(-1)];
  return first === undefined || last === undefined
    ? ''
    : text.slice(first.start - start, last.end - start);
}
