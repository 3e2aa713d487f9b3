import { ApplicationCommandOptionType, ApplicationCommandType } from 'discord-api-types/v10';
import type { BotParts } from '../bot-parts.ts';
import { LIMITS } from '../limits.ts';
import { escapeMarkdown } from '../markdown.ts';
import { findOutlet, renderSources, type SourcesButton } from '../render/sources.ts';
import { type Handling, type MessageBody, noteTo, type Reply } from '../reply.ts';
import { whoAdded } from '../who-added.ts';
import { type Command, FOR_MEMBERS, textOption } from './command.ts';

const PAGE_SIZE = 15;

/** `/sources`: the articles that quotes come from, page by page. */
export const sourcesCommand: Command = {
  definition: {
    type: ApplicationCommandType.ChatInput,
    name: 'sources',
    description: 'List the articles that I quote from',
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'outlet',
        description: 'Only articles of this outlet',
        autocomplete: true,
        max_length: LIMITS.choice,
      },
    ],
    ...FOR_MEMBERS,
  },

  handle(request, parts) {
    const typed = textOption(request, 'outlet');
    return {
      acknowledge: 'privately',
      async reply(): Promise<Reply> {
        if (typed === undefined) return { body: await sourcesPage(parts, 0), isPrivate: true };
        const [outlet] = await parts.library.suggestOutlets(typed, 1);
        if (outlet === undefined) {
          return noteTo(`I have nothing from an outlet called “${escapeMarkdown(typed)}”.`);
        }
        return { body: await sourcesPage(parts, 0, outlet), isPrivate: true };
      },
    };
  },

  async suggest({ typed }, { library }) {
    const outlets = await library.suggestOutlets(typed, LIMITS.choices);
    return outlets.map((name) => ({ name, value: name }));
  },
};

/** Turns to another page of the list. */
export function handleSourcesButton(
  { offset, outletKey }: SourcesButton,
  parts: BotParts,
): Handling {
  return {
    acknowledge: 'update',
    async update() {
      const { outlets } = await parts.library.overview();
      const outlet = outletKey === null ? undefined : findOutlet(outletKey, outlets);
      return sourcesPage(parts, offset, outlet);
    },
  };
}

async function sourcesPage(parts: BotParts, offset: number, outlet?: string): Promise<MessageBody> {
  const { library } = parts;
  const [overview, page] = await Promise.all([
    library.overview(),
    library.sources({ offset, limit: PAGE_SIZE, outlet }),
  ]);
  const addedBy = whoAdded(page.articles, parts);
  return renderSources({ page, offset, pageSize: PAGE_SIZE, outlet, overview, addedBy });
}
