import { once } from 'node:events';
import { Events, GatewayIntentBits, PermissionFlagsBits, Routes } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { asks, createClient, INTENTS, play, startStandIn } from '../support/stand-in-scene.ts';

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
