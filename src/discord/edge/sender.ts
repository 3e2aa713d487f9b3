import { randomBytes } from 'node:crypto';
import { DiscordAPIError, type RawFile, type REST, Routes } from 'discord.js';
import {
  type APIMessage,
  type APIModalInteractionResponseCallbackData,
  type APIThreadChannel,
  InteractionResponseType,
  MessageFlags,
  RESTJSONErrorCodes,
  type RESTPostAPICurrentUserCreateDMChannelResult,
  type RESTPostAPIChannelMessageJSONBody,
  type RESTPostAPIInteractionCallbackJSONBody,
} from 'discord-api-types/v10';
import { shorten } from '../render/shorten.ts';
import { LIMITS } from '../limits.ts';
import type { Choice, MessageBody, MessagePlace } from '../reply.ts';
import { patiently } from './patiently.ts';

/** Discord wants the first word on an interaction within three seconds. */
const CALL_BACK_WITHIN_MS = 2500;

/** What Discord sends with an interaction to answer it with. */
export interface InteractionTicket {
  readonly id: string;
  readonly applicationId: string;
  /** Good for 15 minutes; a secret. */
  readonly token: string;
}

/**
 * Sends everything that the bot says. Nothing sent here pings anybody. What fails on Discord's side
 * is tried again for a while, in ways that cannot show a message twice; what Discord refuses is
 * thrown as `DiscordAPIError`.
 */
export class Sender {
  readonly #rest: REST;
  readonly #interactionRest: REST;

  /**
   * @param rest acts as the bot.
   * @param interactionRest acts with the right that each interaction brings.
   */
  constructor(rest: REST, interactionRest: REST) {
    this.#rest = rest;
    this.#interactionRest = interactionRest;
  }

  /** Tells Discord, and so the asker, that a message follows; who will see it is fixed with this. */
  async defer(ticket: InteractionTicket, { isPrivate }: { isPrivate: boolean }): Promise<void> {
    await this.#callBack(ticket, {
      type: InteractionResponseType.DeferredChannelMessageWithSource,
      data: isPrivate ? { flags: MessageFlags.Ephemeral } : {},
    });
  }

  /** Tells Discord that the message under which a button was pressed will change. */
  async deferUpdate(ticket: InteractionTicket): Promise<void> {
    await this.#callBack(ticket, { type: InteractionResponseType.DeferredMessageUpdate });
  }

  /**
   * Answers at once with a message that only the asker sees.
   *
   * @returns false when the interaction has been acknowledged before; then nothing was sent.
   */
  async tellPrivately(ticket: InteractionTicket, body: MessageBody): Promise<boolean> {
    return this.#callBack(
      ticket,
      {
        type: InteractionResponseType.ChannelMessageWithSource,
        data: { ...outgoing(body), flags: MessageFlags.Ephemeral },
      },
      rawFiles(body),
    );
  }

  async openForm(
    ticket: InteractionTicket,
    form: APIModalInteractionResponseCallbackData,
  ): Promise<void> {
    await this.#callBack(ticket, { type: InteractionResponseType.Modal, data: form });
  }

  async offer(ticket: InteractionTicket, choices: readonly Choice[]): Promise<void> {
    await this.#callBack(ticket, {
      type: InteractionResponseType.ApplicationCommandAutocompleteResult,
      data: {
        choices: choices.map(({ name, value }) => ({ name: shorten(name, LIMITS.choice), value })),
      },
    });
  }

  /** Puts the message in the place of what was deferred, or changes it. */
  async editOriginal(ticket: InteractionTicket, body: MessageBody): Promise<MessagePlace> {
    const edited = (await patiently(() =>
      this.#interactionRest.patch(originalOf(ticket), {
        body: outgoing(body),
        files: rawFiles(body),
        auth: false,
      }),
    )) as APIMessage;
    return { channelId: edited.channel_id, id: edited.id };
  }

  /** Takes away what was deferred, or the message under which a button was pressed. */
  async deleteOriginal(ticket: InteractionTicket): Promise<void> {
    await ignoreGone(
      patiently(() => this.#interactionRest.delete(originalOf(ticket), { auth: false })),
    );
  }

  /**
   * A further message that only the asker sees. Discord cannot tell a repeated one, so in an outage
   * the asker may see it twice, which is better than not at all.
   */
  async followUpPrivately(
    { applicationId, token }: InteractionTicket,
    body: MessageBody,
  ): Promise<MessagePlace> {
    const message = { ...outgoing(body), flags: MessageFlags.Ephemeral };
    const sent = (await patiently(() =>
      this.#interactionRest.post(Routes.webhook(applicationId, token), {
        body: message,
        files: rawFiles(body),
        auth: false,
      }),
    )) as APIMessage;
    return { channelId: sent.channel_id, id: sent.id };
  }

  /**
   * Writes into a channel, as a reply where there is a message to reply to.
   *
   * @param nonce up to 25 characters; for some minutes Discord shows one message with the same one, which
   *   all who send it are given.
   */
  async post(
    channelId: string,
    body: MessageBody,
    replyToId?: string,
    nonce: string = randomBytes(12).toString('base64url'),
  ): Promise<MessagePlace> {
    const message = {
      ...outgoing(body),
      nonce,
      enforce_nonce: true,
      ...(replyToId !== undefined && {
        message_reference: { message_id: replyToId, fail_if_not_exists: false },
      }),
    };
    const sent = (await patiently(() =>
      this.#rest.post(Routes.channelMessages(channelId), {
        body: message,
        files: rawFiles(body),
      }),
    )) as APIMessage;
    return { channelId, id: sent.id };
  }

  /**
   * Writes to a member directly. Members can forbid that; then this throws.
   *
   * @param nonce as above.
   */
  async postDirectly(userId: string, body: MessageBody, nonce?: string): Promise<MessagePlace> {
    const channel = (await patiently(() =>
      this.#rest.post(Routes.userChannels(), { body: { recipient_id: userId } }),
    )) as RESTPostAPICurrentUserCreateDMChannelResult;
    return this.post(channel.id, body, undefined, nonce);
  }

  /** Changes a message of the bot. */
  async edit({ channelId, id }: MessagePlace, body: MessageBody): Promise<void> {
    await patiently(() =>
      this.#rest.patch(Routes.channelMessage(channelId, id), {
        body: outgoing(body),
        files: rawFiles(body),
      }),
    );
  }

  /** Takes a message away; one that is gone already is no error. */
  async remove({ channelId, id }: MessagePlace): Promise<void> {
    await ignoreGone(patiently(() => this.#rest.delete(Routes.channelMessage(channelId, id))));
  }

  /**
   * Opens a thread below a message.
   *
   * @returns its id; null where the message has one already.
   */
  async openThread({ channelId, id }: MessagePlace, name: string): Promise<string | null> {
    try {
      const thread = (await this.#rest.post(Routes.threads(channelId, id), {
        body: { name },
      })) as APIThreadChannel;
      return thread.id;
    } catch (error) {
      if (isCode(error, RESTJSONErrorCodes.ThreadAlreadyCreatedForMessage)) return null;
      throw error;
    }
  }

  /** Shows in a channel that the bot is writing, for some seconds. */
  async showTyping(channelId: string): Promise<void> {
    await this.#rest.post(Routes.channelTyping(channelId));
  }

  /** @returns false when the interaction has been acknowledged before. */
  async #callBack(
    { id, token }: InteractionTicket,
    body: RESTPostAPIInteractionCallbackJSONBody,
    files: RawFile[] = [],
  ): Promise<boolean> {
    try {
      await patiently(
        () =>
          this.#interactionRest.post(Routes.interactionCallback(id, token), {
            body,
            files,
            auth: false,
          }),
        CALL_BACK_WITHIN_MS,
      );
      return true;
    } catch (error) {
      // Also when an earlier try of this request arrived, and only Discord's word of it was lost.
      if (!isCode(error, RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged)) throw error;
      return false;
    }
  }
}

function originalOf({ applicationId, token }: InteractionTicket): `/${string}` {
  return Routes.webhookMessage(applicationId, token, '@original');
}

/** A body that replaces all of a message, and in which no mention pings. */
export function outgoing({
  content = '',
  embeds = [],
  components = [],
  files,
}: MessageBody): RESTPostAPIChannelMessageJSONBody {
  return {
    content: shorten(content, LIMITS.content),
    embeds,
    components,
    allowed_mentions: { parse: [] },
    ...(files !== undefined && {
      attachments: files.map(({ name, description }, id) => ({ id, filename: name, description })),
    }),
  };
}

/** The files of a body, in the order in which it names them. */
function rawFiles({ files = [] }: MessageBody): RawFile[] {
  return files.map(({ name, contentType, base64 }) => ({
    name,
    contentType,
    data: Buffer.from(base64, 'base64'),
  }));
}

async function ignoreGone(request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    const isGone =
      isCode(error, RESTJSONErrorCodes.UnknownMessage) ||
      isCode(error, RESTJSONErrorCodes.UnknownChannel);
    if (!isGone) throw error;
  }
}

function isCode(error: unknown, code: RESTJSONErrorCodes): boolean {
  return error instanceof DiscordAPIError && error.code === code;
}
