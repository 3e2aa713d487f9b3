import type { MessageBody, MessagePlace } from './reply.ts';
import type { Attachment } from './request.ts';

/** What the commands need of Discord beside receiving requests and sending replies. */
export interface DiscordLink {
  /** Ids of the servers that the bot is on. */
  serverIds(): readonly string[];
  /** What the bot may do in a channel; null when it does not see the channel. */
  permissionsIn(channelId: string): bigint | null;
  post(channelId: string, body: MessageBody, replyToId?: string): Promise<MessagePlace>;
  edit(place: MessagePlace, body: MessageBody): Promise<void>;
  /** Takes a message of the bot away; one that is gone already is no error. */
  remove(place: MessagePlace): Promise<void>;
  /** Opens a thread below a message; null where it has one already. */
  openThread(place: MessagePlace, name: string): Promise<string | null>;
  /**
   * The content of a file that a member sent.
   *
   * @throws CorpusError when it is larger than that, or cannot be fetched. The message goes on from
   *   the file's name.
   */
  download(attachment: Attachment, maxBytes: number): Promise<Uint8Array>;
}
