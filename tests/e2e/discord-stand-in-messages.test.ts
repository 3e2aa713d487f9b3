import { GatewayIntentBits, MessageFlags, PermissionFlagsBits, Routes } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { asks, INTENTS, play, sendable } from '../support/stand-in-scene.ts';

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
