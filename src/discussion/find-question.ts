import { analyze } from '../retrieval/analyze.ts';
import type { ChatMessage } from './chat-message.ts';
import { chatWords, wordClass } from './chat-words.ts';
import { isForEverybody } from './for-everybody.ts';
import { questionIn } from './question-form.ts';

/** The end of a sentence, unless it is that of an abbreviation such as `U.S.` */
const SENTENCE_END = /(?<=[.!?…]|\n)(?<!\b\p{L}\.)(?<!\b(?:mr|mrs|dr|st)\.)\s+/iu;

/** Askers speak of themselves, or thank. */
const OF_THE_ASKER = wordClass('i my me im ive need asking thanks thank thx please pls');

/**
 * The question of facts that a message puts to everybody, without what leads up to it; null where
 * there is none. Whether the articles can answer it is not looked at.
 */
export function findQuestion(message: ChatMessage): string | null {
  if (!isForEverybody(message)) return null;
  const sentences = message.text.trim().split(SENTENCE_END);
  const questions = sentences.map(questionIn);
  const position = questions.findIndex((question) => question !== null);
  // Whoever goes on with a statement has given the answer, or never wanted one.
  const after = sentences.slice(position + 1);
  if (!after.every((sentence) => sentence.endsWith('?') || isOfTheAsker(sentence))) return null;
  const question = questions[position] ?? null;
  return question !== null && analyze(question).length > 0 ? question : null;
}

function isOfTheAsker(sentence: string): boolean {
  return chatWords(sentence).some((word) => OF_THE_ASKER.has(word));
}
