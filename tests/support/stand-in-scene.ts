import {
  type ChatInputCommandInteraction,
  Client,
  type DiscordAPIError,
  Events,
  GatewayIntentBits,
  type Interaction,
  type Message,
  Partials,
  PermissionFlagsBits,
  type SendableChannels,
} from 'discord.js';
import { onTestFinished } from 'vitest';
import type { Channel } from './discord-stand-in/channel.ts';
import { DiscordStandIn, type StandInOptions } from './discord-stand-in/discord-stand-in.ts';
import type { Exchange } from './discord-stand-in/exchange.ts';
import type { Member } from './discord-stand-in/member.ts';
import type { Server } from './discord-stand-in/server.ts';

const COMMANDS = [
  {
    name: 'ask',
    description: 'Finds quotes.',
    options: [
      { type: 3, name: 'question', description: 'What to find.', required: true, max_length: 50 },
      { type: 3, name: 'outlet', description: 'Where from.', autocomplete: true },
      { type: 11, name: 'file', description: 'A file.' },
    ],
  },
  {
    name: 'corpus',
    description: 'Keeps the corpus.',
    default_member_permissions: String(PermissionFlagsBits.ManageGuild),
    contexts: [0],
    options: [{ type: 1, name: 'add', description: 'Adds an article.' }],
  },
  { name: 'Find quotes on this', type: 3 },
] as const;

/** What the client asks for unless a test says otherwise. */
export const INTENTS = [
  GatewayIntentBits.Guilds,
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.DirectMessages,
];

/** What the bot of a scene does. */
interface Behaviour {
  readonly onCommand?: (command: ChatInputCommandInteraction) => Promise<unknown>;
  readonly onInteraction?: (interaction: Interaction) => Promise<unknown>;
  readonly onMessage?: (message: Message) => Promise<unknown>;
  readonly intents?: readonly GatewayIntentBits[];
  readonly botPermissions?: bigint;
}

/** A bot at work on the stand-in. */
interface Scene {
  readonly standIn: DiscordStandIn;
  readonly server: Server;
  readonly general: Channel;
  readonly ada: Member;
  readonly client: Client<true>;
  /** The first that goes wrong for the bot. */
  readonly refusal: Promise<DiscordAPIError>;
}

/** A stand-in that goes with the current test. */
export async function startStandIn(options: StandInOptions = {}): Promise<DiscordStandIn> {
  const standIn = await DiscordStandIn.start(options);
  onTestFinished(() => standIn.close());
  return standIn;
}

/** A client of the stand-in, which has yet to log in. */
export function createClient(
  standIn: DiscordStandIn,
  intents: readonly GatewayIntentBits[],
): Client {
  const client = new Client({
    intents,
    partials: [Partials.Channel],
    rest: { api: standIn.apiUrl },
  });
  onTestFinished(() => client.destroy());
  return client;
}

/** A server with one channel and one member, and a bot that has registered its commands. */
export async function play(
  behaviour: Behaviour = {},
  options: StandInOptions = {},
): Promise<Scene> {
  const standIn = await startStandIn(options);
  const { botPermissions, onCommand, onInteraction, onMessage, intents = INTENTS } = behaviour;
  const server = standIn.addServer(
    'Newsroom',
    botPermissions === undefined ? {} : { botPermissions },
  );
  const general = server.addChannel('general');
  const ada = server.addMember('Ada');
  const client = createClient(standIn, intents);
  const refusal = new Promise<DiscordAPIError>((resolve) => {
    client.on(Events.InteractionCreate, (interaction) => {
      onInteraction?.(interaction).catch(resolve);
      if (interaction.isChatInputCommand()) onCommand?.(interaction).catch(resolve);
    });
    client.on(Events.MessageCreate, (message) => {
      if (!message.author.bot) onMessage?.(message).catch(resolve);
    });
  });
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(standIn.token);
  const readyClient = await ready;
  await readyClient.application.commands.set(COMMANDS);
  return { standIn, server, general, ada, client: readyClient, refusal };
}

/** A channel as the client knows it. */
export function sendable(client: Client, { id }: Channel): SendableChannels {
  const channel = client.channels.cache.get(id);
  if (channel?.isSendable() !== true) throw new Error(`the client does not send in ${id}`);
  return channel;
}

/** The member asks in the channel of the scene. */
export function asks({ ada, general }: Scene, question = 'Who?'): Promise<Exchange> {
  return ada.runs('ask', { question }, { in: general });
}
