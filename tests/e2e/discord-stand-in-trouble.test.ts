import { describe, expect, test } from 'vitest';
import { DiscordStandIn } from '../support/discord-stand-in/discord-stand-in.ts';
import { asks, play } from '../support/stand-in-scene.ts';

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
