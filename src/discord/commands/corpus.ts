import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  PermissionFlagsBits,
} from 'discord-api-types/v10';
import { whyNotCurator } from '../access.ts';
import { addArticle } from '../corpus/add.ts';
import { correctArticle } from '../corpus/correct.ts';
import { cancelIndexing, reindex } from '../corpus/reindex.ts';
import { listCorpus } from '../corpus/list.ts';
import { removeArticle, suggestRemovable } from '../corpus/remove.ts';
import { restoreArticle, suggestRestorable } from '../corpus/restore.ts';
import { showGaps } from '../corpus/gaps.ts';
import { showLog } from '../corpus/log.ts';
import { showStatus } from '../corpus/status.ts';
import { reinstateArticle, suggestWithdrawn, withdrawArticle } from '../corpus/withdraw.ts';
import type { BotParts } from '../bot-parts.ts';
import { type Choice, type Handling, privateNote } from '../reply.ts';
import type { AutocompleteRequest, CommandRequest } from '../request.ts';
import { LIMITS } from '../limits.ts';
import { type Command, FOR_SERVERS } from './command.ts';

/** Of what readers are told about an article. */
const MAX_NOTE_CHARS = 300;

type Subcommand = (request: CommandRequest, parts: BotParts) => Handling;

const SUBCOMMANDS: Readonly<Record<string, Subcommand>> = {
  'corpus status': showStatus,
  'corpus list': listCorpus,
  'corpus add': addArticle,
  'corpus remove': removeArticle,
  'corpus restore': restoreArticle,
  'corpus correct': correctArticle,
  'corpus withdraw': withdrawArticle,
  'corpus reinstate': reinstateArticle,
  'corpus reindex': reindex,
  'corpus cancel': cancelIndexing,
  'corpus gaps': showGaps,
  'corpus log': showLog,
};

/** `/corpus`: the articles in the hands of the moderators. */
export const corpusCommand: Command = {
  definition: {
    type: ApplicationCommandType.ChatInput,
    name: 'corpus',
    description: 'For moderators: the articles that I quote from',
    default_member_permissions: String(PermissionFlagsBits.ManageGuild),
    options: [
      subcommand('status', 'How many articles there are, and whether the index is up to date'),
      subcommand('list', 'All articles with their files'),
      subcommand('add', 'Add an article: a file, or text that you paste', [
        {
          type: ApplicationCommandOptionType.Attachment,
          name: 'file',
          description: 'A .txt, .md, .html or .jsonl file; leave it out to paste text',
        },
      ]),
      subcommand('remove', 'Take an article out; it can be restored for 30 days', [
        articleOption('The file of the article; type a part of its title or name'),
      ]),
      subcommand('restore', 'Bring back an article that was removed', [
        articleOption('One of those that were removed in the last 30 days'),
      ]),
      subcommand(
        'correct',
        'Say that an article was corrected, and mark the answers that quoted it',
        [
          articleOption('The file of the article; type a part of its title or name'),
          noteOption('note', 'What has changed, in a sentence; readers see it'),
          {
            type: ApplicationCommandOptionType.Attachment,
            name: 'file',
            description: 'The corrected file; leave it out if it stands in the corpus already',
          },
        ],
      ),
      subcommand('withdraw', 'Withdraw an article, and mark the answers that quoted it', [
        articleOption('The file of the article; type a part of its title or name'),
        noteOption('reason', 'Why, in a sentence; readers see it'),
      ]),
      subcommand('reinstate', 'Take the withdrawal of an article back', [
        articleOption('One of those that are withdrawn'),
      ]),
      subcommand('reindex', 'Bring the index up to date with the articles', [
        {
          type: ApplicationCommandOptionType.Boolean,
          name: 'full',
          description: 'Build everything anew instead of what has changed',
        },
      ]),
      subcommand('cancel', 'End the indexing that is under way'),
      subcommand('gaps', 'Questions of this server that found nothing'),
      subcommand('log', 'Who did what, and when'),
    ],
    ...FOR_SERVERS,
  },

  handle(request, parts) {
    const refusal = whyNotCurator(request, parts);
    if (refusal !== null) return privateNote(refusal);
    const run = SUBCOMMANDS[request.name];
    if (run === undefined) throw new Error(`no subcommand "${request.name}"`);
    return run(request, parts);
  },

  async suggest(request: AutocompleteRequest, parts: BotParts): Promise<Choice[]> {
    if (whyNotCurator(request, parts) !== null) return [];
    if (request.name === 'corpus restore') return suggestRestorable(request.typed, parts);
    if (request.name === 'corpus reinstate') return suggestWithdrawn(request.typed, parts);
    return suggestRemovable(request.typed, parts);
  },
};

function articleOption(description: string): APIApplicationCommandBasicOption {
  return {
    type: ApplicationCommandOptionType.String,
    name: 'article',
    description,
    required: true,
    autocomplete: true,
    max_length: LIMITS.choice,
  };
}

function noteOption(name: string, description: string): APIApplicationCommandBasicOption {
  return {
    type: ApplicationCommandOptionType.String,
    name,
    description,
    required: true,
    max_length: MAX_NOTE_CHARS,
  };
}

function subcommand(
  name: string,
  description: string,
  options: readonly APIApplicationCommandBasicOption[] = [],
): APIApplicationCommandSubcommandOption {
  return {
    type: ApplicationCommandOptionType.Subcommand,
    name,
    description,
    ...(options.length > 0 && { options: [...options] }),
  };
}
