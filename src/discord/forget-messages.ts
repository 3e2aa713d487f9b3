import type { BotParts } from './bot-parts.ts';

/** Takes the answers to deleted messages away, and forgets what was kept of the messages. */
export async function forgetMessages(
  messageIds: readonly string[],
  { conversations, deletedMessages, link }: BotParts,
): Promise<void> {
  const places = messageIds.flatMap((id) => conversations.placesOfAnswersTo(id));
  deletedMessages.forget(messageIds);
  await Promise.all(
    places.map(({ channelId, messageId }) => link.remove({ channelId, id: messageId })),
  );
}
