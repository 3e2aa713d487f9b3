import { ApplicationCommandType } from 'discord-api-types/v10';
import type { BotParts } from '../bot-parts.ts';
import { renderHelp } from '../render/help.ts';
import type { MessageBody } from '../reply.ts';
import { type Command, FOR_MEMBERS } from './command.ts';

/** `/help`: what the bot can do and what it cannot. */
export const helpCommand: Command = {
  definition: {
    type: ApplicationCommandType.ChatInput,
    name: 'help',
    description: 'What I can do, and what I cannot',
    ...FOR_MEMBERS,
  },

  handle(_request, parts) {
    return {
      acknowledge: 'privately',
      reply: async () => ({ body: await helpPage(parts), isPrivate: true }),
    };
  },
};

/** The help with an example that the corpus can answer. */
async function helpPage({ library }: BotParts): Promise<MessageBody> {
  const [overview, { articles }] = await Promise.all([
    library.overview(),
    library.sources({ offset: 0, limit: 1 }),
  ]);
  return renderHelp({ overview, example: articles[0]?.title ?? null });
}
