import { MessageFlags, PermissionFlagsBits } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { play } from '../support/stand-in-scene.ts';

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
