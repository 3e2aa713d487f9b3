import type { APIEmbed } from 'discord-api-types/v10';
import type { MessageBody, MessagePlace } from './reply.ts';
import type { Attachment } from './request.ts';

/** What came of a request about a message that the bot sent long ago. */
export type OldMessageOutcome = 'done' | 'gone' | 'refused';

/** What the commands need of Discord beside receiving requests and sending replies. */
export interface DiscordLink {
  /** Ids of the servers that the bot is on; null where other shards of it are on further ones. */
  serverIds(): readonly string[] | null;
  /** What the bot may do in a channel; null when it does not see the channel. */
  permissionsIn(channelId: string): bigint | null;
  post(channelId: string, body: MessageBody, replyToId?: string): Promise<MessagePlace>;
  edit(place: MessagePlace, body: MessageBody): Promise<void>;
  /** Takes a message of the bot away; one that is gone already is no error. */
  remove(place: MessagePlace): Promise<void>;
  /**
   * The embeds of a message of the bot as they are now. This and the next two reject with a
   * DiscordError where Discord cannot be reached for minutes; the same may work later.
   */
  embedsOf(place: MessagePlace): Promise<readonly APIEmbed[] | Exclude<OldMessageOutcome, 'done'>>;
  /** Changes the embeds of a message of the bot and nothing else of it. */
  changeEmbeds(place: MessagePlace, embeds: readonly APIEmbed[]): Promise<OldMessageOutcome>;
  /**
   * Replies to a message of the bot if it still stands.
   *
   * @param nonce up to 25 characters; for some minutes no reply with the same one is shown again.
   */
  replyOnce(place: MessagePlace, body: MessageBody, nonce: string): Promise<OldMessageOutcome>;
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
