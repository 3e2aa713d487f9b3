import type { Handling, MessageBody, MessagePlace, Show } from '../discord/reply.ts';
import { BOT } from './cast.ts';
import { type Chat, directChannelOf } from './chat.ts';

/** Where an answer goes, and to whom. */
export interface Occasion {
  readonly channelId: string;
  readonly memberId: string;
  /** What the bot was asked with, to be shown above the answer; null under a button. */
  readonly label: string | null;
  /** The message under which a button was pressed; null where none was. */
  readonly messageId: string | null;
}

/** A form to be filled in. */
export type Form = Extract<Handling, { acknowledge: 'form' }>['form'];

/** How often work that goes on may show how far it is; the page has to draw it each time. */
const SHOW_EVERY_MS = 150;

const APOLOGY: MessageBody = {
  content:
    'Something went wrong on my side, and I could not answer. The terminal in which the playground ' +
    'was started says what.',
};

/**
 * Shows in the chat what Discord would make of the answer to a command, a press or a form. What is
 * announced as public and turns out private takes a message of its own, as there.
 */
export async function deliver(
  handling: Exclude<Handling, { acknowledge: 'form' }>,
  occasion: Occasion,
  chat: Chat,
): Promise<void> {
  if (handling.acknowledge === 'update') {
    const id = occasion.messageId ?? '';
    const body = await handling.update(showIn(chat, id, occasion.channelId));
    if (body === null) chat.remove(id);
    else chat.change(id, { body });
    return;
  }
  const isPrivate = handling.acknowledge === 'privately';
  const { id } = announce(occasion, { isPrivate }, chat);
  try {
    const reply = await handling.reply(showIn(chat, id, occasion.channelId));
    let shownId = id;
    if (isPrivate || reply.isPrivate !== true) {
      chat.change(id, { body: reply.body, isWaiting: false });
    } else {
      chat.remove(id);
      shownId = tellPrivately(reply.body, occasion, chat).id;
    }
    reply.sent?.({ channelId: occasion.channelId, id: shownId });
  } catch (error) {
    chat.remove(id);
    throw error;
  }
}

/** Answers a message: with a reply below it, or directly where the answer is for the asker alone. */
export async function deliverReply(
  handling: Handling,
  { id, channelId, memberId }: MessagePlace & { readonly memberId: string },
  chat: Chat,
): Promise<void> {
  if (handling.acknowledge !== 'publicly' && handling.acknowledge !== 'privately') {
    throw new Error(`a message cannot be answered with "${handling.acknowledge}"`);
  }
  if (handling.acknowledge === 'publicly') chat.showWriting(channelId, true);
  const reply = await handling
    .reply(() => Promise.resolve(null))
    .finally(() => chat.showWriting(channelId, false));
  const { body, isPrivate, removeAfterMs, sent } = reply;
  const message =
    isPrivate === true
      ? chat.add({ channelId: directChannelOf(memberId), author: BOT, body })
      : chat.add({ channelId, author: BOT, body, repliesToId: id });
  sent?.({ channelId: message.channelId, id: message.id });
  if (removeAfterMs !== undefined) setTimeout(() => chat.remove(message.id), removeAfterMs).unref();
}

/** Tells whoever asked that it went wrong. */
export function apologise(occasion: Occasion, chat: Chat): void {
  tellPrivately(APOLOGY, occasion, chat);
}

function tellPrivately(body: MessageBody, occasion: Occasion, chat: Chat): MessagePlace {
  const { channelId, memberId, label, messageId } = occasion;
  return chat.add({
    channelId,
    author: BOT,
    body,
    visibleTo: memberId,
    repliesToId: messageId,
    occasion: label,
  });
}

function announce(
  { channelId, memberId, label, messageId }: Occasion,
  { isPrivate }: { readonly isPrivate: boolean },
  chat: Chat,
): MessagePlace {
  return chat.add({
    channelId,
    author: BOT,
    body: {},
    visibleTo: isPrivate ? memberId : null,
    repliesToId: messageId,
    occasion: label,
    isWaiting: true,
  });
}

/** Shows how far work has come in a message, and leaves out what comes too soon after the last. */
function showIn(chat: Chat, id: string, channelId: string): Show {
  let shownMs = -Infinity;
  return (body) => {
    if (performance.now() - shownMs < SHOW_EVERY_MS) return Promise.resolve(null);
    shownMs = performance.now();
    const message = chat.change(id, { body, isWaiting: false });
    return Promise.resolve(message === null ? null : { channelId, id });
  };
}
