import type { Message } from 'discord.js';
import { expect, it } from 'vitest';
import type { Bot } from '../../../src/discord/bot.ts';
import { Dispatcher } from '../../../src/discord/edge/dispatcher.ts';
import type { Sender } from '../../../src/discord/edge/sender.ts';
import type { Logger } from '../../../src/logger.ts';

/** A message in a thread that mentions nobody. */
const MESSAGE = {
  id: '5',
  client: { user: { id: '1' } },
  author: { id: '2', bot: false, displayName: 'Ada' },
  member: null,
  channel: {
    isDMBased: () => false,
    isThread: () => true,
    parentId: '333',
    permissionsFor: () => null,
  },
  guildId: '222',
  channelId: '444',
  webhookId: null,
  system: false,
  inGuild: () => true,
  mentions: { users: new Map(), roles: [] },
  content: 'and in Lviv?',
  reference: null,
} as unknown as Message;

it('a state that cannot be read leaves a message unanswered, and harms nothing else', async () => {
  const logged: string[] = [];
  const log = (_fields: object, message: string): void => void logged.push(message);
  const logger = { debug: log, info: log, warn: log, error: log, child: () => logger } as Logger;
  const fail = (): never => {
    throw new Error('the state is locked');
  };
  const bot = { isAddressed: fail, handle: fail, close: () => Promise.resolve() } as Partial<Bot>;
  const observer = { served: () => {}, connected: () => {}, interrupted: () => {} };
  const dispatcher = new Dispatcher(bot as Bot, {} as Sender, { logger, observer, settled: null });
  expect(() => dispatcher.dispatchMessage(MESSAGE)).not.toThrow();
  await dispatcher.dispatchMissed(MESSAGE);
  await dispatcher.close();
  expect(logged).toContain('could not answer');
});
