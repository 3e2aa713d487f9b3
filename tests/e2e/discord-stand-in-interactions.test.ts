import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  MessageFlags,
  ModalBuilder,
  PermissionFlagsBits,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';
import { describe, expect, test } from 'vitest';
import { asks, play } from '../support/stand-in-scene.ts';

const THIRTEEN_MINUTES_MS = 13 * 60_000;

function moreButton(): ActionRowBuilder<ButtonBuilder> {
  const button = new ButtonBuilder().setCustomId('more').setLabel('More quotes');
  return new ActionRowBuilder<ButtonBuilder>().addComponents(button.setStyle(ButtonStyle.Primary));
}

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
