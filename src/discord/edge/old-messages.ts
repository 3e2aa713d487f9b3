import { DiscordAPIError, type REST, Routes } from 'discord.js';
import { type APIEmbed, type APIMessage, RESTJSONErrorCodes } from 'discord-api-types/v10';
import { DiscordError, messageOf } from '../../errors.ts';
import type { OldMessageOutcome } from '../discord-link.ts';
import type { MessageBody, MessagePlace } from '../reply.ts';
import { patiently, isTransient } from './patiently.ts';
import { outgoing } from './sender.ts';

/** Where there is nothing any more. */
const GONE = new Set<number | string>([
  RESTJSONErrorCodes.UnknownMessage,
  RESTJSONErrorCodes.UnknownChannel,
  RESTJSONErrorCodes.UnknownGuild,
]);

/**
 * Messages that the bot sent long ago. What Discord refuses is an outcome here. Where it cannot be
 * reached for minutes, a DiscordError is thrown, and the same may work later.
 */
export class OldMessages {
  readonly #rest: REST;

  /** @param rest acts as the bot. */
  constructor(rest: REST) {
    this.#rest = rest;
  }

  /** The embeds of a message as they are now. */
  async embedsOf({
    channelId,
    id,
  }: MessagePlace): Promise<readonly APIEmbed[] | Exclude<OldMessageOutcome, 'done'>> {
    let embeds: readonly APIEmbed[] = [];
    const outcome = await attempt(async () => {
      const message = (await this.#rest.get(Routes.channelMessage(channelId, id))) as APIMessage;
      embeds = message.embeds;
    });
    return outcome === 'done' ? embeds : outcome;
  }

  /** Changes the embeds of a message and nothing else of it. */
  async changeEmbeds(
    { channelId, id }: MessagePlace,
    embeds: readonly APIEmbed[],
  ): Promise<OldMessageOutcome> {
    const body = { embeds, allowed_mentions: { parse: [] } };
    return attempt(() => this.#rest.patch(Routes.channelMessage(channelId, id), { body }));
  }

  /**
   * Replies to a message, if it still stands.
   *
   * @param nonce up to 25 characters; a repeated reply with the same one is not shown twice, for some
   *   minutes.
   */
  async replyOnce(
    { channelId, id }: MessagePlace,
    body: MessageBody,
    nonce: string,
  ): Promise<OldMessageOutcome> {
    const message = {
      ...outgoing(body),
      nonce,
      enforce_nonce: true,
      message_reference: { message_id: id, fail_if_not_exists: true },
    };
    return attempt(() => this.#rest.post(Routes.channelMessages(channelId), { body: message }));
  }
}

async function attempt(request: () => Promise<unknown>): Promise<OldMessageOutcome> {
  try {
    await patiently(request);
    return 'done';
  } catch (error) {
    if (error instanceof DiscordAPIError) return GONE.has(error.code) ? 'gone' : 'refused';
    if (!isTransient(error)) throw error;
    throw new DiscordError(`Discord cannot be reached: ${messageOf(error)}; it is tried again`, {
      cause: error,
    });
  }
}
