import {
  GatewayDispatchEvents,
  InteractionContextType,
  type InteractionType,
  Locale,
  RESTJSONErrorCodes,
} from 'discord-api-types/v10';
import { ApiError } from './api-error.ts';
import type { Channel } from './channel.ts';
import type { Interaction } from './interaction.ts';
import type { Member } from './member.ts';
import type { Message } from './message.ts';
import type { World } from './world.ts';

interface Outgoing {
  readonly type: InteractionType;
  readonly member: Member;
  readonly channel: Channel;
  /** What was used and how, as the API tells it. */
  readonly data: object;
  readonly source?: Message | null;
  readonly target?: Message | null;
}

const ACKNOWLEDGE_WITHIN_MS = 3000;
const TOKEN_LIFE_MS = 15 * 60_000;
const LARGEST_ATTACHMENT_BYTES = 10_485_760;

/** The interactions of a stand-in, by id and by token. */
export class Interactions {
  readonly #world: World;
  readonly #byId = new Map<string, Interaction>();
  readonly #byToken = new Map<string, Interaction>();

  constructor(world: World) {
    this.#world = world;
  }

  /** Sends an interaction to the bot. */
  send({ type, member, channel, data, source = null, target = null }: Outgoing): Interaction {
    const id = this.#world.ids.next();
    const token = Buffer.from(`interaction:${id}:${'of a stand-in '.repeat(8)}`).toString(
      'base64url',
    );
    const interaction: Interaction = {
      id,
      token,
      type,
      member,
      channel,
      source,
      target,
      sentAtMs: this.#world.clock.now(),
      wasHeard: this.#world.gateway.isConnected,
      acknowledgement: null,
      original: null,
      isOriginalAnswered: false,
      isDeferralUntouched: false,
      followUps: [],
      modal: null,
      choices: null,
      isExpired: false,
    };
    this.#byId.set(id, interaction);
    this.#byToken.set(token, interaction);
    const payload = this.#render(interaction, data);
    this.#world.dispatch(GatewayDispatchEvents.InteractionCreate, {
      intents: 0,
      render: () => payload,
    });
    return interaction;
  }

  /**
   * The interaction that the bot may answer for the first time.
   *
   * @throws ApiError where it is unknown, was answered already, or was sent over 3 s ago.
   */
  awaitingAnswer(id: string, token: string): Interaction {
    const interaction = this.#byId.get(id);
    if (interaction === undefined || interaction.token !== token) {
      throw new ApiError(RESTJSONErrorCodes.UnknownInteraction);
    }
    if (interaction.acknowledgement !== null) {
      throw new ApiError(RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged);
    }
    if (interaction.isExpired || this.#ageOf(interaction) > ACKNOWLEDGE_WITHIN_MS) {
      throw new ApiError(RESTJSONErrorCodes.UnknownInteraction);
    }
    return interaction;
  }

  /**
   * The interaction whose answer the bot may go on with.
   *
   * @throws ApiError where it was not answered yet, or its token has expired.
   */
  underWay(token: string): Interaction {
    const interaction = this.#byToken.get(token);
    if (interaction === undefined) throw new ApiError(RESTJSONErrorCodes.InvalidWebhookToken);
    if (interaction.isExpired || this.#ageOf(interaction) > TOKEN_LIFE_MS) {
      throw new ApiError(RESTJSONErrorCodes.InvalidWebhookToken);
    }
    if (interaction.acknowledgement === null) {
      throw new ApiError(RESTJSONErrorCodes.UnknownWebhook);
    }
    return interaction;
  }

  #ageOf({ sentAtMs }: Interaction): number {
    return this.#world.clock.now() - sentAtMs;
  }

  #render({ id, token, type, member, channel, source }: Interaction, data: object): object {
    const { bot, messages } = this.#world;
    const { server } = channel;
    const user = member.renderUser();
    const where =
      server === null
        ? { user, context: InteractionContextType.BotDM }
        : {
            guild_id: server.id,
            guild: { id: server.id, locale: Locale.EnglishUS, features: [] },
            guild_locale: Locale.EnglishUS,
            member: {
              ...member.render(),
              permissions: String(channel.permissionsOf(member.user)),
            },
            context: InteractionContextType.Guild,
          };
    return {
      id,
      token,
      type,
      data,
      application_id: bot.user.id,
      version: 1,
      channel_id: channel.id,
      channel: { ...channel.render(), permissions: String(channel.permissionsOf(member.user)) },
      app_permissions: String(channel.permissionsOf(bot.user)),
      locale: Locale.EnglishUS,
      entitlements: [],
      authorizing_integration_owners: { 0: server?.id ?? '0' },
      attachment_size_limit: LARGEST_ATTACHMENT_BYTES,
      ...where,
      ...(source === null ? {} : { message: messages.render(source, true) }),
    };
  }
}
