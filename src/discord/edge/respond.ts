import type { Handling, MessageBody, Outcome } from '../reply.ts';
import { LiveMessage, type Occasion } from './live-message.ts';
import { isTransient } from './patiently.ts';
import type { Sender } from './sender.ts';

/**
 * Answers an interaction: tells Discord at once how, does the work, and sends what came of it.
 *
 * @returns what became of the question; null where none was asked.
 */
export async function respond(
  handling: Handling,
  occasion: Occasion,
  sender: Sender,
): Promise<Outcome | null> {
  switch (handling.acknowledge) {
    case 'form':
      await sender.openForm(occasion, handling.form);
      return null;
    case 'update': {
      await sender.deferUpdate(occasion).catch((error: unknown) => {
        handling.unheard?.();
        throw error;
      });
      const live = liveMessage(sender, occasion, true);
      const body = await handling.update((state) => live.show(state));
      if (body === null) await sender.deleteOriginal(occasion);
      else await live.finish(body);
      return null;
    }
    case 'privately':
    case 'publicly': {
      const isPrivate = handling.acknowledge === 'privately';
      await sender.defer(occasion, { isPrivate });
      const live = liveMessage(sender, occasion, isPrivate);
      const reply = await handling.reply((state) => live.show(state));
      if (isPrivate || reply.isPrivate !== true) {
        const place = await live.finish(reply.body);
        reply.sent?.(place);
      } else {
        // A message keeps the visibility that it was announced with, so it takes another one.
        await sender.deleteOriginal(occasion);
        const place = await sender.followUpPrivately(occasion, reply.body);
        reply.sent?.(place);
      }
      return reply.outcome ?? null;
    }
  }
}

/**
 * Tells the asker alone what takes the place of an answer that failed, however far that had come.
 *
 * @param handling null where the failure came before it was known.
 */
export async function replaceAnswer(
  body: MessageBody,
  handling: Handling | null,
  occasion: Occasion,
  sender: Sender,
): Promise<void> {
  const isFirstWord = await sender.tellPrivately(occasion, body).catch((error: unknown) => {
    // Discord may have taken an earlier word and failed to say so; if not, it refuses what follows.
    if (isTransient(error)) return false;
    throw error;
  });
  if (isFirstWord) return;
  // What was announced will not come; the message that a pressed button is on stays.
  if (handling?.acknowledge !== 'update') await sender.deleteOriginal(occasion);
  await sender.followUpPrivately(occasion, body);
}

function liveMessage(sender: Sender, occasion: Occasion, isPrivate: boolean): LiveMessage {
  return new LiveMessage(sender, occasion, { isPrivate, now: () => performance.now() });
}
