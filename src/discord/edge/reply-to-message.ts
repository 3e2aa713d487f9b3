import type { Handling, MessagePlace, Outcome } from '../reply.ts';
import type { MentionRequest, OverheardRequest } from '../request.ts';
import type { Sender } from './sender.ts';

/** Work that takes longer is announced by showing that the bot is writing. */
const SHOW_TYPING_AFTER_MS = 700;

/** What came of answering a message. */
interface MessageReplied {
  /** What became of the question; null where none was asked. */
  readonly outcome: Outcome | null;
  /** The message to take away again, if the answer is such. */
  readonly passing: { readonly message: MessagePlace; readonly removeAfterMs: number } | null;
}

/**
 * Answers a message: with a reply below it, or directly where the answer is for the asker alone. Of two
 * processes that both answer it within some minutes, one as the successor of the other, one is heard.
 */
export async function replyToMessage(
  handling: Handling,
  { id, member, place }: MentionRequest | OverheardRequest,
  sender: Sender,
): Promise<MessageReplied> {
  if (handling.acknowledge !== 'publicly' && handling.acknowledge !== 'privately') {
    throw new Error(`a message cannot be answered with "${handling.acknowledge}"`);
  }
  const typing = setTimeout(() => {
    // Of no importance: the answer itself says whether something is wrong.
    if (handling.acknowledge === 'publicly') sender.showTyping(place.channelId).catch(() => {});
  }, SHOW_TYPING_AFTER_MS);
  const reply = await handling.reply(cannotShow).finally(() => clearTimeout(typing));
  const { body, isPrivate, removeAfterMs, outcome = null, sent } = reply;
  if (isPrivate === true) {
    const direct = await sender.postDirectly(member.id, body, id);
    sent?.(direct);
    return { outcome, passing: null };
  }
  const message = await sender.post(place.channelId, body, id, id);
  sent?.(message);
  return { outcome, passing: removeAfterMs === undefined ? null : { message, removeAfterMs } };
}

/** Replies to messages are sent once, when they are complete. */
function cannotShow(): Promise<null> {
  return Promise.resolve(null);
}
