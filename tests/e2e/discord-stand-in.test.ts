import { once } from 'node:events';
import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  type ChatInputCommandInteraction,
  Client,
  type DiscordAPIError,
  Events,
  GatewayIntentBits,
  type Interaction,
  type Message,
  MessageFlags,
  ModalBuilder,
  Partials,
  PermissionFlagsBits,
  Routes,
  type SendableChannels,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Channel } from '../support/discord-stand-in/channel.ts';
import {
  DiscordStandIn,
  type StandInOptions,
} from '../support/discord-stand-in/discord-stand-in.ts';
import type { Exchange } from '../support/discord-stand-in/exchange.ts';
import type { Member } from '../support/discord-stand-in/member.ts';
import type { Server } from '../support/discord-stand-in/server.ts';

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

const THIRTEEN_MINUTES_MS = 13 * 60_000;
const INTENTS = [
  GatewayIntentBits.Guilds,
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.DirectMessages,
];

interface Behaviour {
  readonly onCommand?: (command: ChatInputCommandInteraction) => Promise<unknown>;
  readonly onInteraction?: (interaction: Interaction) => Promise<unknown>;
  readonly onMessage?: (message: Message) => Promise<unknown>;
  readonly intents?: readonly GatewayIntentBits[];
  readonly botPermissions?: bigint;
}

interface Scene {
  readonly standIn: DiscordStandIn;
  readonly server: Server;
  readonly general: Channel;
  readonly ada: Member;
  readonly client: Client<true>;
  /** The first that goes wrong for the bot. */
  readonly refusal: Promise<DiscordAPIError>;
}

async function startStandIn(options: StandInOptions = {}): Promise<DiscordStandIn> {
  const standIn = await DiscordStandIn.start(options);
  onTestFinished(() => standIn.close());
  return standIn;
}

function createClient(standIn: DiscordStandIn, intents: readonly GatewayIntentBits[]): Client {
  const client = new Client({
    intents,
    partials: [Partials.Channel],
    rest: { api: standIn.apiUrl },
  });
  onTestFinished(() => client.destroy());
  return client;
}

/** A server with one channel and one member, and a bot that has registered its commands. */
async function play(behaviour: Behaviour = {}, options: StandInOptions = {}): Promise<Scene> {
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

function moreButton(): ActionRowBuilder<ButtonBuilder> {
  const button = new ButtonBuilder().setCustomId('more').setLabel('More quotes');
  return new ActionRowBuilder<ButtonBuilder>().addComponents(button.setStyle(ButtonStyle.Primary));
}

function sendable(client: Client, { id }: Channel): SendableChannels {
  const channel = client.channels.cache.get(id);
  if (channel?.isSendable() !== true) throw new Error(`the client does not send in ${id}`);
  return channel;
}

function asks({ ada, general }: Scene, question = 'Who?'): Promise<Exchange> {
  return ada.runs('ask', { question }, { in: general });
}

describe('the gateway', () => {
  test('gives a client its servers, channels and permissions', async () => {
    const { server, general, client } = await play();
    const guild = client.guilds.cache.get(server.id);
    const me = await guild?.members.fetchMe();
    expect(guild?.channels.cache.get(general.id)?.name).toBe('general');
    expect(me?.permissions.has(PermissionFlagsBits.EmbedLinks)).toBe(true);
    expect(me?.permissions.has(PermissionFlagsBits.ManageMessages)).toBe(false);
  });

  test('refuses a wrong token', async () => {
    const standIn = await startStandIn();
    const client = createClient(standIn, INTENTS);
    await expect(client.login('wrong')).rejects.toThrow('An invalid token was provided.');
  });

  test('refuses a privileged intent that the application does not have', async () => {
    const standIn = await startStandIn();
    const client = createClient(standIn, [...INTENTS, GatewayIntentBits.MessageContent]);
    await expect(client.login(standIn.token)).rejects.toThrow('Used disallowed intents');
  });

  test('tells only what the intents cover', async () => {
    const heard: string[] = [];
    const { standIn, ada, general } = await play({
      intents: [GatewayIntentBits.Guilds, GatewayIntentBits.DirectMessages],
      onMessage: (message) => {
        heard.push(message.content);
        return message.reply('Hm.');
      },
    });
    await ada.writes(`${standIn.bot.mention} in public`, { in: general });
    const said = await ada.directMessage('in private');
    await said.botReply();
    expect(heard).toEqual(['in private']);
  });

  test('replays what a client has missed when it resumes', async () => {
    const scene = await play({ onCommand: (command) => command.reply('Here.') });
    scene.standIn.trouble.dropSocket();
    const asked = await asks(scene);
    expect(await asked.reply()).toMatchObject({ content: 'Here.' });
  });

  test('takes a client back after an outage', async () => {
    const scene = await play({ onCommand: (command) => command.reply('Here.') });
    const outage = scene.standIn.trouble.outage();
    expect(scene.standIn.isBotConnected).toBe(false);
    const request = scene.client.rest.get(Routes.user());
    await expect(request).rejects.toThrow('Service Unavailable');
    outage.end();
    await scene.standIn.botConnected({ timeoutMs: 20_000 });
    const asked = await asks(scene);
    expect(await asked.reply()).toMatchObject({ content: 'Here.' });
  });

  test('gives a client a new session when the old one is invalid', async () => {
    const scene = await play({ onCommand: (command) => command.reply('Here.') });
    scene.standIn.trouble.invalidateSession();
    await scene.standIn.botConnected({ timeoutMs: 20_000 });
    const asked = await asks(scene);
    expect(await asked.reply()).toMatchObject({ content: 'Here.' });
  });

  test('tells of a server that the bot joins and of one that it is removed from', async () => {
    const { standIn, server, client } = await play();
    const joined = once(client, Events.GuildCreate);
    const elsewhere = standIn.addServer('Elsewhere');
    expect(await joined).toMatchObject([{ id: elsewhere.id, name: 'Elsewhere' }]);
    const left = once(client, Events.GuildDelete);
    server.removeBot();
    expect(await left).toMatchObject([{ id: server.id }]);
  });
});

describe('an interaction', () => {
  test('is deferred and then answered by an edit', async () => {
    const scene = await play({
      onCommand: async (command) => {
        await command.deferReply();
        await command.editReply(`“${command.options.getString('question', true)}”`);
      },
    });
    const asked = await asks(scene);
    expect(await asked.acknowledged()).toMatchObject({ type: 5, ephemeral: false });
    expect(await asked.reply()).toMatchObject({ content: '“Who?”', loading: false, edited: false });
  });

  test('keeps who sees the answer as the deferral has it', async () => {
    const scene = await play({
      onCommand: async (command) => {
        await command.deferReply({ flags: MessageFlags.Ephemeral });
        await command.followUp('public?');
      },
    });
    const asked = await asks(scene);
    expect(await asked.reply()).toMatchObject({ content: 'public?', ephemeral: true });
    expect(asked.followUps).toEqual([]);
  });

  test('can be answered in private after a public deferral was deleted', async () => {
    const scene = await play({
      onCommand: async (command) => {
        await command.deferReply();
        await command.deleteReply();
        await command.followUp({ content: 'For you.', flags: MessageFlags.Ephemeral });
      },
    });
    const asked = await asks(scene);
    expect(await asked.reply()).toMatchObject({ content: 'For you.', ephemeral: true });
    expect(scene.general.messages).toHaveLength(1);
  });

  test('is unknown after three seconds', async () => {
    const scene = await play({
      onCommand: (command) => {
        scene.standIn.advance(3001);
        return command.reply('late');
      },
    });
    await asks(scene);
    expect(await scene.refusal).toMatchObject({ status: 404, code: 10_062 });
  });

  test('is answered once', async () => {
    const scene = await play({
      onCommand: async ({ id, token }) => {
        const route = `/interactions/${id}/${token}/callback` as const;
        const body = { type: 4, data: { content: 'Here.' } };
        await scene.client.rest.post(route, { body, auth: false });
        await scene.client.rest.post(route, { body, auth: false });
      },
    });
    await asks(scene);
    expect(await scene.refusal).toMatchObject({ status: 400, code: 40_060 });
  });

  test('can be answered for fifteen minutes', async () => {
    const scene = await play({
      onCommand: async (command) => {
        await command.deferReply();
        scene.standIn.advance(THIRTEEN_MINUTES_MS);
        await command.editReply('in time');
        scene.standIn.advance(THIRTEEN_MINUTES_MS);
        await command.editReply('too late');
      },
    });
    const asked = await asks(scene);
    expect(await asked.reply()).toMatchObject({ content: 'in time' });
    expect(await scene.refusal).toMatchObject({ status: 401, code: 50_027 });
  });

  test('tells the permissions of the bot and of the member in the channel', async () => {
    const scene = await play({
      onCommand: (command) =>
        command.reply(
          JSON.stringify([
            command.appPermissions.has(PermissionFlagsBits.EmbedLinks),
            command.memberPermissions?.has(PermissionFlagsBits.EmbedLinks),
          ]),
        ),
    });
    scene.general.deny('bot', PermissionFlagsBits.EmbedLinks);
    const asked = await asks(scene);
    expect(await asked.reply()).toMatchObject({ content: '[false,true]' });
  });

  test('is one of 300 that are answered at once', async () => {
    const scene = await play({
      onCommand: (command) => command.reply(command.options.getString('question', true)),
    });
    const questions = Array.from({ length: 300 }, (_, number) => `question ${number}`);
    const exchanges = await Promise.all(questions.map((question) => asks(scene, question)));
    const replies = await Promise.all(exchanges.map((exchange) => exchange.reply()));
    expect(replies.map(({ content }) => content)).toEqual(questions);
  });
});

describe('a command', () => {
  test('completes an option while somebody types', async () => {
    const scene = await play({
      onInteraction: async (interaction) => {
        if (!interaction.isAutocomplete()) return;
        const typed = interaction.options.getFocused();
        await interaction.respond([{ name: `${typed}ters`, value: 'reuters' }]);
      },
    });
    const place = { focused: 'outlet', in: scene.general };
    expect(await scene.ada.types('ask', { outlet: 'Reu' }, place)).toEqual([
      { name: 'Reuters', value: 'reuters' },
    ]);
  });

  test('takes a file, which the stand-in serves', async () => {
    const scene = await play({
      onCommand: async (command) => {
        const { url } = command.options.getAttachment('file', true);
        const response = await fetch(url);
        await command.reply(await response.text());
      },
    });
    const file = { name: 'notes.txt', content: 'A note.' };
    const asked = await scene.ada.runs('ask', { question: 'Who?', file }, { in: scene.general });
    expect(await asked.reply()).toMatchObject({ content: 'A note.' });
  });

  test('is sent only as a person could', async () => {
    const { ada, general } = await play();
    const place = { in: general };
    await expect(ada.runs('answer', {}, place)).rejects.toThrow('no command “answer”');
    await expect(ada.runs('ask', {}, place)).rejects.toThrow('is required');
    const long = { question: 'x'.repeat(51) };
    await expect(ada.runs('ask', long, place)).rejects.toThrow('too long');
  });

  test('is offered to those whom its permissions or the administrators let', async () => {
    const { ada, server, general } = await play();
    const editor = server.addMember('Editor', { permissions: PermissionFlagsBits.ManageGuild });
    const place = { in: general };
    await editor.runs('corpus add', {}, place);
    await expect(ada.runs('corpus add', {}, place)).rejects.toThrow('is not offered');
    server.allowCommand('corpus', ada);
    await ada.runs('corpus add', {}, place);
    await expect(editor.runs('corpus add', {}, { in: editor.dm })).rejects.toThrow('no');
  });

  test('is used on a message whose content the bot may not read otherwise', async () => {
    const scene = await play({
      onInteraction: async (interaction) => {
        if (!interaction.isMessageContextMenuCommand()) return;
        const flags = MessageFlags.Ephemeral;
        await interaction.reply({ content: interaction.targetMessage.content, flags });
      },
    });
    const said = await scene.ada.writes('Rain tomorrow.', { in: scene.general });
    const noted = await scene.ada.runsOnMessage('Find quotes on this', said, { in: scene.general });
    expect(await noted.reply()).toMatchObject({ content: 'Rain tomorrow.', ephemeral: true });
  });

  test('is sent in a conversation with the bot and in a post of a forum', async () => {
    const scene = await play({
      onCommand: (command) => command.reply(`${command.guildId} ${command.channelId}`),
    });
    const { ada, server } = scene;
    const post = server.addForum('advice').addPost('Where to look?');
    const inPost = await ada.runs('ask', { question: 'Who?' }, { in: post });
    expect(await inPost.reply()).toMatchObject({ content: `${server.id} ${post.id}` });
    const inPrivate = await ada.runs('ask', { question: 'Who?' }, { in: ada.dm });
    expect(await inPrivate.reply()).toMatchObject({ content: `null ${ada.dm.id}` });
  });

  test('is refused where its definition is wrong', async () => {
    const { standIn, client } = await play();
    standIn.expectViolation(/APPLICATION_COMMAND_INVALID_NAME/);
    const wrong = client.application.commands.set([{ name: 'Ask me', description: 'Asks.' }]);
    await expect(wrong).rejects.toMatchObject({ code: 50_035 });
  });

  test('cannot be registered where the invitation does not let it', async () => {
    const { standIn, client } = await play();
    const { id } = standIn.addServer('Elsewhere', { grantsCommands: false });
    await expect(client.application.commands.fetch({ guildId: id })).rejects.toMatchObject({
      code: 50_001,
    });
  });
});

describe('a component', () => {
  test('is pressed and updates its message', async () => {
    const scene = await play({
      onCommand: (command) => command.reply({ content: '1', components: [moreButton()] }),
      onInteraction: async (interaction) => {
        if (!interaction.isButton()) return;
        await interaction.deferUpdate();
        await interaction.editReply({
          content: `${interaction.message.content} 2`,
          components: [],
        });
      },
    });
    const reply = await (await asks(scene)).reply();
    const pressed = await scene.ada.presses(reply, 'More quotes');
    expect(await pressed.acknowledged()).toMatchObject({ type: 6 });
    expect(await pressed.reply()).toMatchObject({ id: reply.id, content: '1 2', buttons: [] });
  });

  test('is pressed only by those who see it', async () => {
    const scene = await play({
      onCommand: (command) =>
        command.reply({ components: [moreButton()], content: '1', flags: MessageFlags.Ephemeral }),
    });
    const reply = await (await asks(scene)).reply();
    const bela = scene.server.addMember('Béla');
    await expect(bela.presses(reply, 'More quotes')).rejects.toThrow('does not see');
    await expect(scene.ada.presses(reply, 'Fewer quotes')).rejects.toThrow('no button');
  });

  test('opens a form that is filled in and sent', async () => {
    const scene = await play({
      onInteraction: async (interaction) => {
        if (interaction.isChatInputCommand()) {
          const input = new TextInputBuilder()
            .setCustomId('reason')
            .setLabel('Reason')
            .setStyle(TextInputStyle.Short);
          const row = new ActionRowBuilder<TextInputBuilder>().addComponents(input);
          const modal = new ModalBuilder().setCustomId('report').setTitle('Report');
          await interaction.showModal(modal.addComponents(row));
        } else if (interaction.isModalSubmit()) {
          await interaction.reply(interaction.fields.getTextInputValue('reason'));
        }
      },
    });
    const sent = await scene.ada.submits(await asks(scene), { reason: 'It is wrong.' });
    expect(await sent.reply()).toMatchObject({ content: 'It is wrong.' });
  });
});

describe('a message', () => {
  test('is answered by a reply', async () => {
    const { standIn, ada, general } = await play({ onMessage: (message) => message.reply('Hm.') });
    const said = await ada.writes(`${standIn.bot.mention} who?`, { in: general });
    expect(await said.botReply()).toMatchObject({ content: 'Hm.', repliesTo: said.id });
  });

  test('is withheld from the bot unless it is meant for it', async () => {
    const heard: string[] = [];
    const { standIn, ada, general } = await play({
      onMessage: (message) => {
        heard.push(message.content);
        return message.reply('Hm.');
      },
    });
    const { mention } = standIn.bot;
    await ada.writes('a secret', { in: general });
    await ada.writes(`${mention} hello`, { in: general });
    const said = await ada.directMessage('in private');
    await said.botReply();
    expect(heard).toEqual(['', `${mention} hello`, 'in private']);
  });

  test('is not withheld with the privileged intent', async () => {
    const { ada, general } = await play(
      {
        intents: [...INTENTS, GatewayIntentBits.MessageContent],
        onMessage: (message) => message.reply(message.content),
      },
      { messageContentEnabled: true },
    );
    const said = await ada.writes('no secret', { in: general });
    expect(await said.botReply()).toMatchObject({ content: 'no secret' });
  });

  test('tells whom it would notify', async () => {
    const { standIn, server, general, ada, client } = await play({
      botPermissions: PermissionFlagsBits.Administrator,
    });
    const role = server.addRole('Editors');
    const channel = sendable(client, general);
    const content = `@everyone ${ada.mention} ${role.mention} ${standIn.bot.mention}`;
    await channel.send(content);
    await channel.send({ content, allowedMentions: { parse: [] } });
    await channel.send({ content, allowedMentions: { users: [ada.id] } });
    const expected = [[ada.id, standIn.bot.user.id, role.id, 'everyone'], [], [ada.id]];
    expect(general.messages.map(({ pings }) => pings)).toEqual(expected);
  });

  test('is refused where it is too long', async () => {
    const { standIn, general, client } = await play();
    standIn.expectViolation(/BASE_TYPE_MAX_LENGTH/);
    const channel = sendable(client, general);
    await expect(channel.send('x'.repeat(2001))).rejects.toMatchObject({
      code: 50_035,
      rawError: { errors: { content: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH' }] } } },
    });
  });

  test('is refused where the bot lacks a permission', async () => {
    const { server, general, client } = await play();
    const channel = sendable(client, general);
    general.deny('everyone', PermissionFlagsBits.EmbedLinks);
    general.allow('bot', PermissionFlagsBits.EmbedLinks);
    await channel.send({ embeds: [{ title: 'Title' }] });
    general.deny('bot', PermissionFlagsBits.EmbedLinks);
    await expect(channel.send({ embeds: [{ title: 'Title' }] })).rejects.toMatchObject({
      code: 50_013,
    });
    server.botRole.permissions = 0n;
    await expect(channel.send('Hello.')).rejects.toMatchObject({ code: 50_001 });
  });

  test('is sent once however often its nonce is', async () => {
    const { general, client } = await play();
    const channel = sendable(client, general);
    const first = await channel.send({ content: '1', nonce: '7', enforceNonce: true });
    const second = await channel.send({ content: '2', nonce: '7', enforceNonce: true });
    expect(second.id).toBe(first.id);
    expect(general.messages).toHaveLength(1);
  });

  test('can hold a file with the permission for it', async () => {
    const { general, client } = await play();
    const files = [{ name: 'notes.txt', attachment: Buffer.from('A note.') }];
    const channel = sendable(client, general);
    general.deny('bot', PermissionFlagsBits.AttachFiles);
    await expect(channel.send({ files })).rejects.toMatchObject({ code: 50_013 });
    general.allow('bot', PermissionFlagsBits.AttachFiles);
    const sent = await channel.send({ files });
    const response = await fetch(sent.attachments.first()?.url ?? '');
    expect(await response.text()).toBe('A note.');
  });

  test('is withheld when it is fetched or replied to as well', async () => {
    const { standIn, general, ada, client } = await play();
    const { mention } = standIn.bot;
    const secret = await ada.writes('a secret', { in: general });
    const said = await ada.writes(`${mention} that`, { in: general, replyTo: secret });
    const { messages } = sendable(client, general);
    expect((await messages.fetch({ message: secret.id, force: true })).content).toBe('');
    const fetched = await client.rest.get(Routes.channelMessage(general.id, said.id));
    expect(fetched).toMatchObject({
      content: `${mention} that`,
      referenced_message: { id: secret.id, content: '' },
    });
  });

  test('that only one user sees is none of the channel', async () => {
    const scene = await play({
      onCommand: (command) => command.reply({ content: '1', flags: MessageFlags.Ephemeral }),
    });
    const { id } = await (await asks(scene)).reply();
    const deletion = scene.client.rest.delete(Routes.channelMessage(scene.general.id, id));
    await expect(deletion).rejects.toMatchObject({ code: 10_008 });
  });

  test('of somebody else is deleted with the permission only', async () => {
    const { general, ada, client } = await play();
    const said = await ada.writes('Hello.', { in: general });
    const { messages } = sendable(client, general);
    await expect(messages.delete(said.id)).rejects.toMatchObject({ code: 50_013 });
    general.allow('bot', PermissionFlagsBits.ManageMessages);
    await messages.delete(said.id);
    expect(said.deletedByNow()).toBe(true);
  });

  test('replies only where the history can be read', async () => {
    const scene = await play({ onMessage: (message) => message.reply('Hm.') });
    scene.general.deny('bot', PermissionFlagsBits.ReadMessageHistory);
    await scene.ada.writes('Hello.', { in: scene.general });
    expect(await scene.refusal).toMatchObject({ status: 403, code: 160_002 });
  });

  test('can be sent in a thread with the permission for threads', async () => {
    const scene = await play({ onMessage: (message) => message.reply('Hm.') });
    const thread = scene.general.addThread('Rain');
    scene.general.deny('bot', PermissionFlagsBits.SendMessages);
    const said = await scene.ada.writes(`${scene.standIn.bot.mention}?`, { in: thread });
    expect(await said.botReply()).toMatchObject({ channelId: thread.id });
    scene.general.deny('bot', PermissionFlagsBits.SendMessagesInThreads);
    await scene.ada.writes(`${scene.standIn.bot.mention}?`, { in: thread });
    expect(await scene.refusal).toMatchObject({ code: 50_013 });
  });
});

describe('the body of a message', () => {
  const field = { name: 'n', value: 'v' };
  const button = { type: 2, style: 1, label: 'More', custom_id: 'more' };
  const rowOf = (...components: object[]) => ({ type: 1, components });
  const inRow = (...components: object[]) => ({ content: 'x', components: [rowOf(...components)] });

  test.each([
    ['embeds', { embeds: Array.from({ length: 11 }, () => ({ title: 't' })) }],
    ['embeds.0.title', { embeds: [{ title: 'x'.repeat(257) }] }],
    ['embeds.0.description', { embeds: [{ description: 'x'.repeat(4097) }] }],
    ['embeds.0.fields', { embeds: [{ fields: Array.from({ length: 26 }, () => field) }] }],
    ['embeds.0.fields.0.name', { embeds: [{ fields: [{ ...field, name: '' }] }] }],
    ['embeds.0.fields.0.value', { embeds: [{ fields: [{ ...field, value: 'x'.repeat(1025) }] }] }],
    ['embeds.0.footer.text', { embeds: [{ footer: { text: 'x'.repeat(2049) } }] }],
    ['embeds.0.author.name', { embeds: [{ author: { name: 'x'.repeat(257) } }] }],
    ['embeds.0.url', { embeds: [{ title: 't', url: 'javascript:alert(1)' }] }],
    ['embeds', { embeds: [1, 2].map(() => ({ description: 'x'.repeat(3001) })) }],
    ['components', { content: 'x', components: Array.from({ length: 6 }, () => rowOf(button)) }],
    ['components.0.components.0.label', inRow({ ...button, label: 'x'.repeat(81) })],
    ['components.0.components.0.custom_id', inRow({ ...button, custom_id: 'x'.repeat(101) })],
    ['components.0.components.1.custom_id', inRow(button, button)],
    ['components.0.components.0.url', inRow({ type: 2, style: 5, label: 'x', url: 'file:///x' })],
    ['components.0.components', inRow()],
    ['allowed_mentions', { content: 'x', allowed_mentions: { parse: ['users'], users: ['1'] } }],
    ['content', { content: 7 }],
  ])('is refused where its %s break a limit', async (path, body) => {
    const { standIn, general, client } = await play();
    standIn.expectViolation(/Invalid Form Body/);
    const refused = client.rest.post(Routes.channelMessages(general.id), { body });
    const problems = path.split('.').reduceRight((inner, key) => ({ [key]: inner }), {
      _errors: [{}],
    } as object);
    await expect(refused).rejects.toMatchObject({ code: 50_035, rawError: { errors: problems } });
  });

  test('is refused where it says nothing', async () => {
    const { standIn, general, client } = await play();
    standIn.expectViolation(/empty message/);
    await expect(sendable(client, general).send(' ')).rejects.toMatchObject({ code: 50_006 });
  });
});

describe('trouble', () => {
  test('fails a request that the client tries again', async () => {
    const scene = await play({ onCommand: (command) => command.reply('Here.') });
    scene.standIn.trouble.failNext({ path: /callback$/, status: 502 });
    const asked = await asks(scene);
    expect(await asked.reply()).toMatchObject({ content: 'Here.' });
  });

  test('loses the answer to a request that took effect', async () => {
    const scene = await play({ onCommand: (command) => command.reply('Here.') });
    scene.standIn.trouble.failNext({ path: /callback$/, status: 502, afterHandling: true });
    const asked = await asks(scene);
    expect(await asked.reply()).toMatchObject({ content: 'Here.' });
    expect(await scene.refusal).toMatchObject({ code: 40_060 });
  });

  test('limits the rate of requests', async () => {
    const scene = await play({ onCommand: (command) => command.reply('Here.') });
    scene.standIn.trouble.rateLimitNext({ path: /callback$/, retryAfterMs: 50 });
    const asked = await asks(scene);
    expect(await asked.reply()).toMatchObject({ content: 'Here.' });
    const callbacks = scene.standIn.requests.filter(({ path }) => path.endsWith('/callback'));
    expect(callbacks.map(({ status }) => status)).toEqual([429, 204]);
  });

  test('deletes a message that the bot is about to edit', async () => {
    const scene = await play({
      onCommand: async (command) => {
        await command.deferReply();
        const { id } = await command.fetchReply();
        scene.standIn.trouble.deleteMessage({ id });
        await command.editReply('Here.');
      },
    });
    await asks(scene);
    expect(await scene.refusal).toMatchObject({ code: 10_008 });
  });
});

describe('closing', () => {
  test('fails where the bot asked what Discord does not know', async () => {
    const standIn = await DiscordStandIn.start();
    const response = await fetch(`${standIn.apiUrl}/v10/users/@me/secrets`);
    expect(response.status).toBe(404);
    await expect(standIn.close()).rejects.toThrow('unknown route: GET /users/@me/secrets');
  });

  test('says what the bot did where a test waited in vain', async () => {
    const scene = await play({ onCommand: (command) => command.deferReply() });
    const asked = await asks(scene);
    await asked.acknowledged();
    await expect(asked.reply({ timeoutMs: 50 })).rejects.toThrow(/in vain for a reply[^]*callback/);
  });
});
