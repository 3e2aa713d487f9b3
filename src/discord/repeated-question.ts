import { isDeepStrictEqual } from 'node:util';
import { analyze } from '../retrieval/analyze.ts';
import type { Filters } from '../retrieval/filters.ts';
import type { BotParts } from './bot-parts.ts';
import { messageLink } from './message-link.ts';
import type { Place } from './request.ts';

/** An answer further up than this has been scrolled away. */
const RECENT_MS = 10 * 60 * 1000;

/**
 * The link to the last answer of a channel where it answers the very same question; null otherwise.
 * The order and form of words does not matter, nor do words that say nothing.
 *
 * @param exceptAskerId a member who asked it before and means to ask it again.
 */
export function linkToSameAnswer(
  question: string,
  filters: Filters,
  { serverId, channelId }: Place,
  { conversations, now }: Pick<BotParts, 'conversations' | 'now'>,
  exceptAskerId?: string,
): string | null {
  const latest = conversations.latestIn(channelId);
  if (latest === null || now() - latest.atMs > RECENT_MS) return null;
  if (latest.answer.askerId === exceptAskerId) return null;
  const isSame =
    isDeepStrictEqual(telling(latest.answer.question), telling(question)) &&
    isDeepStrictEqual(chosen(latest.answer.filters), chosen(filters));
  return isSame ? messageLink(serverId, channelId, latest.messageId) : null;
}

/** The telling words of a question; all of it where there are none. */
function telling(question: string): string[] {
  const terms = [...new Set(analyze(question).map(({ term }) => term))].sort();
  return terms.length > 0 ? terms : [question.trim().toLowerCase()];
}

function chosen(filters: Filters): object {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
}
