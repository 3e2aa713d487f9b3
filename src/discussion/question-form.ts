import { chatWords, wordClass } from './chat-words.ts';
import { stripPreamble } from '../retrieval/strip-preamble.ts';

const QUESTION_WORDS = wordClass(
  'what which who whom whose when where why how whats whos wheres whens',
);
const AUXILIARIES = wordClass('is are was were do does did has have had');
/** `whats` holds its auxiliary. */
const CONTRACTED = wordClass('whats whos wheres whens');
const QUANTITIES = wordClass('many much long far often old large big high deep close');
const PREPOSITIONS = wordClass(
  'in on at from to by of with for under over until into after before',
);

/** Whoever talks of us or of you talks to somebody who is there. */
const THOSE_PRESENT = wordClass(
  `i me my mine myself im ive we us our ours ourselves you your yours yourself yourselves u ur ya
  yall youre youve anyone anybody everyone everybody someone somebody guys`,
);
/** A question about one of these leans on what was said before. */
const PRONOUNS = wordClass('it he she they this that these those one');
/** Asks for an opinion or a prophecy, or asserts. */
const ARGUING = wordClass(
  `should would could can might shall will gonna not never nobody else best worst better good bad
  dont doesnt didnt isnt arent wasnt werent wont cant wouldnt shouldnt`,
);
/** What no question goes on with: `what about`, `what if`, `what a`, `how come`, `which means`, `who cares`. */
const TURNS = wordClass('about if a an come means makes cares knows');

/**
 * The question in a sentence, without what leads up to it, when by its form it asks for something that
 * can be looked up; null for opinions, rhetoric, and questions to those who are there.
 */
export function questionIn(sentence: string): string | null {
  const { text, isSought } = stripPreamble(sentence);
  const words = chatWords(text);
  const isAsked = isSought || isOpenQuestion(sentence, words) || isYesOrNo(sentence, words);
  const isArgued = words.some(
    (word) => THOSE_PRESENT.has(word) || ARGUING.has(word) || word.endsWith("n't"),
  );
  return isAsked && !isArgued ? text : null;
}

/** Whether the words begin with a question word, or a preposition and a question word. */
function isOpenQuestion(sentence: string, words: readonly string[]): boolean {
  const start = PREPOSITIONS.has(words[0] ?? '') ? 1 : 0;
  if (!QUESTION_WORDS.has(words[start] ?? '') || TURNS.has(words[start + 1] ?? '')) return false;
  return hasQuestionMark(sentence) || isInverted(words.slice(start));
}

/**
 * Whether words without a question mark ask all the same: "when did he go" does, "when he went" does
 * not, nor do "which is why" and "what he did was wrong".
 */
function isInverted(words: readonly string[]): boolean {
  const [first = '', second = ''] = words;
  if (words.filter((word) => AUXILIARIES.has(word)).length > 1) return false;
  const isFollowed = AUXILIARIES.has(second);
  if (first === 'which') return !isFollowed;
  if (first === 'what' || first.startsWith('who')) return !PRONOUNS.has(second);
  return isFollowed || CONTRACTED.has(first) || (first === 'how' && QUANTITIES.has(second));
}

/** Whether they ask for yes or no, about something that they name. */
function isYesOrNo(sentence: string, [first = '', second = '']: readonly string[]): boolean {
  if (!AUXILIARIES.has(first) || PRONOUNS.has(second)) return false;
  return first === 'did' || first === 'does' || hasQuestionMark(sentence);
}

function hasQuestionMark(sentence: string): boolean {
  return sentence.trimEnd().endsWith('?');
}
