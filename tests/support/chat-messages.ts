import type { ChatMessage } from '../../src/discussion/chat-message.ts';

/** A message of Ada's in the channel `plaza`, to everybody. */
export function chatMessage(
  text: string,
  { id = 'message', ...rest }: Partial<Omit<ChatMessage, 'text'>> = {},
): ChatMessage {
  return {
    id,
    channelId: 'plaza',
    authorId: 'ada',
    isByBot: false,
    text,
    repliesToId: null,
    ...rest,
  };
}
