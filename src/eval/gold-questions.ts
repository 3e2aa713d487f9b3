import * as v from 'valibot';
import { readJsonLines } from '../json-lines.ts';

const questionSchema = v.object({
  id: v.string(),
  question: v.pipe(v.string(), v.trim(), v.nonEmpty()),
  conversation: v.optional(v.string()),
  /** Short passages of which any one must stand in the quote; empty: unanswerable. */
  gold: v.array(v.pipe(v.string(), v.trim(), v.nonEmpty())),
  /** The kind of question, for figures by kind. */
  style: v.optional(v.string()),
});

/** A question with what proves that a quote answers it. */
export type GoldQuestion = v.InferOutput<typeof questionSchema>;

/** @throws ConfigError naming the first line that is not a question. */
export function readGoldQuestions(file: string): Promise<GoldQuestion[]> {
  return readJsonLines(file, questionSchema);
}

/** Whether any of the gold passages stands in a text, whatever the typography. */
export function holdsGold(text: string, gold: readonly string[]): boolean {
  const folded = fold(text);
  return gold.some((passage) => folded.includes(fold(passage)));
}

/** Folds case, quotation marks, dashes and blanks. */
function fold(text: string): string {
  return text
    .toLowerCase()
    .replace(/[“”„«»]/g, '"')
    .replace(/[‘’‚ʼ]/g, "'")
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/\s+/g, ' ')
    .trim();
}
