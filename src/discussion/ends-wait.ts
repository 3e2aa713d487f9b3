import { analyze } from '../retrieval/analyze.ts';
import type { ChatMessage } from './chat-message.ts';

/** A question that the bot may answer if nobody else does. */
export interface Candidate {
  readonly message: ChatMessage;
  /** What the message asks, without what leads up to it. */
  readonly question: string;
}

/** The asker has found out, or does not mind any more. */
const WITHDRAWN = /^\W*(?:nvm|never ?mind|found it|got it|forget it)\b/i;
/** What a bare figure answers. */
const ASKS_FOR_A_FIGURE =
  /\b(?:how (?:many|much|long|far|often|old|big|high)|when|number|what (?:time|day|date|year))\b/i;

/**
 * Whether a message is reason enough to leave a question to those who talk: one of the asker that
 * takes it back, or one of somebody else that looks like an answer. Some are taken for answers that are
 * none; the bot is silent then.
 */
export function endsWait({ message: asked, question }: Candidate, message: ChatMessage): boolean {
  if (message.channelId !== asked.channelId || message.id === asked.id) return false;
  if (message.authorId === asked.authorId) return WITHDRAWN.test(message.text);
  if (message.repliesToId === asked.id || mentions(message, asked.authorId)) return true;
  if (message.text.trimEnd().endsWith('?')) return false;
  return (
    sharesTerm(question, message.text) ||
    (ASKS_FOR_A_FIGURE.test(question) && /\p{N}/u.test(message.text))
  );
}

function mentions({ text }: ChatMessage, memberId: string): boolean {
  return text.includes(`<@${memberId}>`) || text.includes(`<@!${memberId}>`);
}

function sharesTerm(question: string, text: string): boolean {
  const asked = new Set(analyze(question).map(({ term }) => term));
  return analyze(text).some(({ term }) => asked.has(term));
}
