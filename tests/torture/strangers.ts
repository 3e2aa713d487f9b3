import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type APIApplicationCommandOption,
  ApplicationCommandOptionType,
  PermissionFlagsBits,
} from 'discord-api-types/v10';
import { CorpusFolder } from '../../src/curation/corpus-folder.ts';
import { UploadShelf } from '../../src/curation/upload-shelf.ts';
import { Bot, COMMAND_DEFINITIONS } from '../../src/discord/bot.ts';
import type { BotParts } from '../../src/discord/bot-parts.ts';
import { PASTE_FORM_ID } from '../../src/discord/corpus/add.ts';
import type { Handling } from '../../src/discord/reply.ts';
import type {
  AutocompleteRequest,
  ButtonRequest,
  CommandRequest,
  Member,
  ModalRequest,
  Place,
} from '../../src/discord/request.ts';
import { AuditLog } from '../../src/state/audit-log.ts';
import { openState, STATE_FILE } from '../../src/state/database.ts';
import { GapStore } from '../../src/state/gaps.ts';
import { PendingActions } from '../../src/state/pending-actions.ts';
import { ServerSettingsStore } from '../../src/state/server-settings.ts';
import type { Outcome, Trial } from './trial.ts';

const HOME = '222222222222222222';
const OTHER_SERVER = '777777777777777777';
const ROLE = '888888888888888888';
const CHANNEL = '333333333333333333';
const NOW_MS = Date.UTC(2022, 10, 16);
const EVERY_PERMISSION = Object.values(PermissionFlagsBits).reduce((all, one) => all | one, 0n);
const WITHOUT_MANAGING =
  EVERY_PERMISSION & ~(PermissionFlagsBits.ManageGuild | PermissionFlagsBits.Administrator);
const REFUSALS =
  /^(?:Only moderators can do that|This works on a server only|The articles belong to another server)/;

/** What moderators' commands, buttons and forms come as. */
type Request = AutocompleteRequest | ButtonRequest | CommandRequest | ModalRequest;

/** Somebody who has nothing to decide about the corpus of the home server. */
interface Stranger {
  readonly name: string;
  readonly permissions: bigint;
  readonly serverId: string | null;
  readonly roleIds?: readonly string[];
  /** Whether this is a moderator elsewhere, who may change the settings there. */
  readonly hasSettings?: boolean;
}

const STRANGERS: readonly Stranger[] = [
  { name: 'a member', permissions: 0n, serverId: HOME },
  { name: 'a member who may all but manage', permissions: WITHOUT_MANAGING, serverId: HOME },
  { name: 'a member with another role', permissions: 0n, serverId: HOME, roleIds: ['1', HOME] },
  { name: 'somebody in a direct message', permissions: EVERY_PERMISSION, serverId: null },
  { name: 'a member elsewhere', permissions: 0n, serverId: OTHER_SERVER, roleIds: [ROLE] },
  {
    name: 'a moderator elsewhere',
    permissions: EVERY_PERMISSION,
    serverId: OTHER_SERVER,
    hasSettings: true,
  },
];

/** A bot with something to lose, and nothing that a stranger should get to. */
interface Desk {
  readonly bot: Bot;
  /** Ids of proposals that wait for a moderator of the home server. */
  readonly proposals: readonly string[];
  /** Everything that strangers must not change. */
  snapshot(): Promise<string>;
}

/**
 * Every command, button, form and suggestion for moderators, from everybody who is none: each is
 * refused in private, and afterwards nothing is different.
 */
export const strangersTrial: Trial = {
  name: 'strangers',
  what: 'people without the right to it use what is for moderators',
  async run() {
    const folder = await mkdtemp(path.join(tmpdir(), 'verbatim-strangers-'));
    try {
      return await letIn(await openDesk(folder));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function letIn(desk: Desk): Promise<Outcome> {
  const failures: string[] = [];
  let tried = 0;
  for (const stranger of STRANGERS) {
    for (const request of requestsOf(stranger, desk.proposals)) {
      tried += 1;
      const before = await desk.snapshot();
      const problem = await problemWith(desk.bot, request).catch(String);
      const isChanged = (await desk.snapshot()) !== before;
      const found = isChanged ? 'changes something' : problem;
      if (found !== null) failures.push(`${stranger.name}, ${nameOf(request)}: ${found}`);
    }
  }
  return { tried, failures };
}

/** What a stranger gets who should get nothing; null for a refusal. */
async function problemWith(bot: Bot, request: Request): Promise<string | null> {
  if (request.kind === 'autocomplete') {
    const choices = await bot.suggest(request);
    return choices.length === 0 ? null : `is shown ${JSON.stringify(choices)}`;
  }
  const handling: Handling = bot.handle(request);
  if (handling.acknowledge !== 'privately') return `is handled: ${handling.acknowledge}`;
  const { body } = await handling.reply(() => Promise.resolve(null));
  return REFUSALS.test(body.content ?? '') ? null : `is told ${JSON.stringify(body)}`;
}

function requestsOf(stranger: Stranger, proposals: readonly string[]): Request[] {
  const member: Member = {
    id: '999999999999999999',
    name: 'Mallory',
    permissions: stranger.permissions,
    roleIds: stranger.roleIds ?? [],
  };
  const place: Place = {
    serverId: stranger.serverId,
    channelId: CHANNEL,
    parentId: null,
    botPermissions: EVERY_PERMISSION,
  };
  const base = { id: '1', member, place };
  const commands = moderatorsCommands().filter(
    ({ name }) => stranger.hasSettings !== true || !name.startsWith('settings'),
  );
  const buttons = [
    'list:0',
    'log:0',
    'gaps:0',
    'gaps:0:1',
    ...proposals.flatMap((id) => [`confirm:${id}`, `discard:${id}`]),
  ];
  return [
    ...commands.flatMap(({ name, options }): Request[] => [
      { ...base, kind: 'command', name, options: {}, attachments: {}, target: null },
      { ...base, kind: 'command', name, options, attachments: {}, target: null },
      ...Object.keys(options).map((option): Request => {
        return { ...base, kind: 'autocomplete', name, option, typed: '' };
      }),
    ]),
    ...buttons.map((customId): Request => ({ ...base, kind: 'button', customId, messageId: '5' })),
    {
      ...base,
      kind: 'modal',
      customId: PASTE_FORM_ID,
      fields: { title: 'Trams', outlet: 'Post', date: '2022-11-16', text: 'All of them are red.' },
    },
  ];
}

/** The subcommands that Discord shows to moderators alone, each with a value for every option. */
function moderatorsCommands(): {
  name: string;
  options: Record<string, string | number | boolean>;
}[] {
  return COMMAND_DEFINITIONS.flatMap((definition) => {
    if (!('options' in definition) || !definition.default_member_permissions) return [];
    return (definition.options ?? []).map((option) => ({
      name: `${definition.name} ${option.name}`,
      options: 'options' in option ? valuesFor(option.options ?? []) : {},
    }));
  });
}

function valuesFor(
  options: readonly APIApplicationCommandOption[],
): Record<string, string | number | boolean> {
  const values = options.map((option): [string, string | number | boolean] => {
    if (option.type === ApplicationCommandOptionType.Boolean) return [option.name, true];
    if (option.type === ApplicationCommandOptionType.Integer) return [option.name, 1];
    if (option.type === ApplicationCommandOptionType.Role) return [option.name, ROLE];
    if (option.type === ApplicationCommandOptionType.Channel) return [option.name, CHANNEL];
    return [option.name, 'flood.txt'];
  });
  return Object.fromEntries(values);
}

async function openDesk(folder: string): Promise<Desk> {
  const corpusDir = path.join(folder, 'corpus');
  await mkdir(corpusDir);
  for (const name of ['flood.txt', 'bridge.txt']) {
    await writeFile(path.join(corpusDir, name), `The ${name} of Harlow.\n`);
  }
  const corpusFolder = await CorpusFolder.open({
    corpusDir,
    removedDir: path.join(folder, 'removed'),
  });
  await corpusFolder.remove('bridge.txt', NOW_MS);
  const uploads = await UploadShelf.open(path.join(folder, 'incoming'));
  await uploads.put('staged', Buffer.from('The ferry sails at noon.\n'));
  const state = await openState(path.join(folder, STATE_FILE));
  const settings = new ServerSettingsStore(state);
  settings.addModeratorRole(HOME, ROLE);
  const audit = new AuditLog(state);
  const gaps = new GapStore(state);
  gaps.record({ serverId: HOME, question: 'Who closed the bridge?', askedAtMs: NOW_MS });
  const pending = new PendingActions(state);
  const waiting = { serverId: HOME, actorId: '1', expiresAtMs: NOW_MS + 1000 };
  const proposals = [
    pending.create({
      ...waiting,
      kind: 'add',
      payload: { path: 'ferry.txt', stagedFile: 'staged' },
    }).id,
    pending.create({ ...waiting, kind: 'remove', payload: { path: 'flood.txt' } }).id,
  ];
  const untouchable = (part: string): object =>
    new Proxy({}, { get: () => () => Promise.reject(new Error(`reaches the ${part}`)) });
  const log = (): void => {};
  // Parts that no refusal needs are left out.
  const parts = {
    corpusFolder,
    uploads,
    settings,
    audit,
    gaps,
    pending,
    library: untouchable('library'),
    reindexer: untouchable('indexing'),
    runs: untouchable('runs'),
    link: { serverIds: () => [HOME, OTHER_SERVER] },
    discussionTimes: { waitMs: 0, coolDownMs: 0 },
    homeServers: [HOME],
    maxFileBytes: 2 ** 20,
    logger: { debug: log, info: log, warn: log, error: log },
    now: () => NOW_MS,
  } as unknown as BotParts;
  const count = state.prepare('SELECT count(*) AS waiting FROM pending_actions');
  return {
    bot: new Bot(parts),
    proposals,
    async snapshot() {
      return JSON.stringify([
        (await readdir(folder, { recursive: true })).filter((name) => !name.includes('.db')),
        [HOME, OTHER_SERVER].map((server) => {
          const { channelModes, moderatorRoleIds, ...rest } = settings.get(server);
          return [[...channelModes], [...moderatorRoleIds], rest, gaps.list(server, { limit: 9 })];
        }),
        (count.get() as { waiting: number }).waiting,
      ]);
    },
  };
}

function nameOf(request: Request): string {
  if (request.kind === 'command') return `${request.name} ${JSON.stringify(request.options)}`;
  if (request.kind === 'autocomplete') return `typing ${request.option} of ${request.name}`;
  return `${request.kind} ${request.customId}`;
}
