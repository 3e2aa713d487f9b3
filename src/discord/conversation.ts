import type { Turn } from '../conversation/turn.ts';
import type { StoredAnswer } from '../state/answers.ts';
import type { BotParts } from './bot-parts.ts';
import type { Place, TargetMessage } from './request.ts';

/** Later questions are about something else. */
export const CONVERSATION_MS = 60 * 60 * 1000;
/** What was said before has been taken over by what came after it. */
const MAX_TURNS = 6;

/**
 * The conversation that a message goes on with: that of the answer it replies to, else that of its
 * thread. Direct messages are one thread. A channel is none: two conversations in it do not mix.
 */
export function conversationOf(
  { place, repliesTo }: { readonly place: Place; readonly repliesTo: TargetMessage | null },
  { conversations }: Pick<BotParts, 'conversations'>,
): string | null {
  const replied = repliesTo?.isByThisBot === true ? conversations.ofMessage(repliesTo.id) : null;
  if (replied !== null) return replied;
  const isThread = place.parentId !== null || place.serverId === null;
  return isThread ? conversations.ofThread(place.channelId) : null;
}

/** What was asked and quoted in a conversation, oldest first; nothing once it is over. */
export async function historyOf(
  conversationId: string | null,
  parts: Pick<BotParts, 'conversations' | 'library' | 'now'>,
): Promise<readonly Turn[]> {
  if (conversationId === null) return [];
  const turns = parts.conversations.turns(conversationId, {
    limit: MAX_TURNS,
    sinceMs: parts.now() - CONVERSATION_MS,
  });
  return Promise.all(turns.map((answer) => turnOf(answer, parts)));
}

/** The conversation that an answer went on with; null where it began one, or that is over. */
export function conversationBefore(
  { id }: StoredAnswer,
  { conversations, now }: Pick<BotParts, 'conversations' | 'now'>,
): string | null {
  const [before, after] = conversations.turns(id, { limit: 2, sinceMs: now() - CONVERSATION_MS });
  return before === undefined || after === undefined ? null : before.id;
}

/** An answer with its quotes as the articles are now. */
async function turnOf(
  { question, quotes }: StoredAnswer,
  { library }: Pick<BotParts, 'library'>,
): Promise<Turn> {
  const excerpts = await library.excerpts(quotes);
  return {
    question,
    quotes: quotes.flatMap(({ highlights }, position) => {
      const excerpt = excerpts[position];
      return excerpt ? [{ ...excerpt, highlights }] : [];
    }),
  };
}
