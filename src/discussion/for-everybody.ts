import { detectLanguage } from '../corpus/detect-language.ts';
import { mainScript } from '../embeddings/scripts.ts';
import { STOP_WORDS } from '../retrieval/stop-words.ts';
import type { ChatMessage } from './chat-message.ts';
import { chatWords, wordClass } from './chat-words.ts';

/** Whoever writes more than this is telling something, whatever questions are among it. */
const MAX_WORDS = 45;
const MIN_WORDS = 3;
/** In English more of the words than this are function words; elsewhere some are by chance. */
const MIN_FUNCTION_WORDS = 0.2;

/** What a question to everybody does not hold. */
const MARKS: readonly RegExp[] = [
  // A link.
  /https?:\/\/|\bwww\.|\b[\w-]+\.(?:com|org|net|gg|me)\b/i,
  // Code, and Discord's marks for members, roles, channels and emoji.
  /[`{};=<>]|\w\(/,
  // A mention typed by hand.
  /(?<![\w.])@\w/,
  // A quotation of another message.
  /^\s*>/m,
  // A question that somebody else asked.
  /["“][^"“”]*\?[^"“”]*["”]/,
  // A command to a bot.
  /^\s*[/!.?$+-]\s?\w/,
  // Indignation, and feeling in pictures.
  /!\?|\?!|\?{2}|!{2}|\p{Extended_Pictographic}/u,
];

/** Tells that something is not meant as the question it looks like. */
const TONE = wordClass(
  `lol lmao lmfao rofl haha hahaha hehe xd smh wtf omg ffs bruh dude jk imo imho tbh ngl fuck fucking
  shit hell heck damn seriously honestly literally even supposed obviously`,
);

/** What members talk about when they talk about where they talk. */
const ABOUT_THE_CHAT = wordClass(
  'bot bots discord server mod mods admin admins emoji emojis nitro vc ping pinged dm dms nickname',
);

/**
 * Whether a message has the form of one that is said to everybody in plain English, and is not a link,
 * code, a command, a quotation, talk about the chat, or a remark to one member.
 */
export function isForEverybody({ text, isByBot, repliesToId }: ChatMessage): boolean {
  if (isByBot || repliesToId !== null || MARKS.some((mark) => mark.test(text))) return false;
  const words = chatWords(text);
  return (
    words.length >= MIN_WORDS &&
    words.length <= MAX_WORDS &&
    !words.some((word) => TONE.has(word) || ABOUT_THE_CHAT.has(word)) &&
    isEnglish(text, words)
  );
}

/** Most messages are too short for statistics of letters, but not for the commonest words. */
function isEnglish(text: string, words: readonly string[]): boolean {
  const language = detectLanguage(text);
  if (language !== null && language !== 'en') return false;
  const common = words.filter((word) => STOP_WORDS.has(word)).length;
  return mainScript(text) === 'Latin' && common > MIN_FUNCTION_WORDS * words.length;
}
