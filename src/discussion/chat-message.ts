/** A message of a group conversation, as far as it has to be known to stay out of it or join in. */
export interface ChatMessage {
  readonly id: string;
  readonly channelId: string;
  readonly authorId: string;
  readonly isByBot: boolean;
  /** As Discord sends it, with its marks for mentions, formatting and quotations. */
  readonly text: string;
  /** The message that this one replies to. */
  readonly repliesToId: string | null;
}
