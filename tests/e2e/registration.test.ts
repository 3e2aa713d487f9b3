import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { COMMAND_DEFINITIONS } from '../../src/discord/bot.ts';
import { BotProcess, type BotProcessOptions } from '../support/bot-process.ts';
import { checkCommands } from '../support/discord-stand-in/check-commands.ts';
import { DiscordStandIn } from '../support/discord-stand-in/discord-stand-in.ts';
import type { Server } from '../support/discord-stand-in/server.ts';
import { type Run, runVerbatim } from '../support/run-verbatim.ts';

const NAMES = COMMAND_DEFINITIONS.map(({ name }) => name);

let indexDir: string;
let standIn: DiscordStandIn;
let server: Server;

beforeAll(async () => {
  indexDir = await mkdtemp(path.join(tmpdir(), 'verbatim-index-'));
});

afterAll(() => rm(indexDir, { recursive: true }));

beforeEach(async () => {
  standIn = await DiscordStandIn.start();
  server = standIn.addServer('Newsroom');
});

afterEach(() => standIn.close());

/** The requests that a piece of work makes for commands, as `GET` and `PUT /guilds/1`. */
async function commandRequests(work: () => Promise<unknown>): Promise<string[]> {
  const before = standIn.requests.length;
  await work();
  return standIn.requests.slice(before).flatMap(({ method, ...request }) => {
    const [, scope] = /^\/applications\/\d+(.*)\/commands$/.exec(request.path) ?? [];
    return scope === undefined ? [] : [`${method} ${scope}`.trim()];
  });
}

/** Starts the bot with a state of its own. */
function start(options: BotProcessOptions = {}): Promise<BotProcess> {
  return BotProcess.start(standIn, { env: { INDEX_DIR: indexDir }, ...options });
}

async function startAndStop(): Promise<void> {
  const bot = await start();
  expect(await bot.stop()).toBe(0);
}

/** What Discord knows of the commands. */
async function registered(place = ''): Promise<Record<string, unknown>[]> {
  return (await callDiscord('GET', place)) as Record<string, unknown>[];
}

async function callDiscord(method: string, place: string, body?: unknown): Promise<unknown> {
  const url = `${standIn.apiUrl}/v10/applications/${standIn.bot.user.id}${place}/commands`;
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bot ${standIn.token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return response.json();
}

function register(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Run> {
  return runVerbatim(['register', ...args], {
    env: { DISCORD_TOKEN: standIn.token, DISCORD_API_URL: standIn.apiUrl, ...env },
  });
}

describe('the bot, when it starts', () => {
  it('registers its commands where Discord knows none, and leaves them alone after that', async () => {
    expect(await commandRequests(startAndStop)).toEqual(['GET', 'PUT']);
    expect((await registered()).map(({ name }) => name)).toEqual(NAMES);
    // Nothing is remembered: what Discord says decides.
    expect(await commandRequests(startAndStop)).toEqual(['GET']);
  });

  it.each([
    {
      what: 'another description',
      change: ([first, ...others]: object[]) => [
        { ...first, description: 'Something else' },
        ...others,
      ],
    },
    {
      what: 'a command more',
      change: (commands: object[]) => [...commands, { name: 'old', description: 'Of last year' }],
    },
  ])('registers its commands anew where Discord knows $what', async ({ change }) => {
    await callDiscord('PUT', '', change(COMMAND_DEFINITIONS.map((command) => ({ ...command }))));
    expect(await commandRequests(startAndStop)).toEqual(['GET', 'PUT']);
    expect(await registered()).toMatchObject(COMMAND_DEFINITIONS);
  });

  it('waits until Discord can be asked for the commands again', async () => {
    standIn.trouble.failNext({ path: /\/commands$/, status: 503, times: 4 });
    await startAndStop();
    expect((await registered()).map(({ name }) => name)).toEqual(NAMES);
  });

  it('answers also where the commands cannot be registered', async () => {
    standIn.trouble.failNext({ method: 'PUT', path: /\/commands$/, status: 403, code: 20_012 });
    const bot = await start({ readyWhenLogged: 'could not register the commands' });
    const ada = server.addMember('Ada');
    const asked = await ada.directMessage('Who is the mayor of Kyiv?');
    expect((await asked.botReply()).text).toContain('Klitschko');
    expect(await bot.stop()).toBe(0);
  });
});

describe('verbatim register', () => {
  it('registers the commands everywhere, whatever Discord knows', async () => {
    for (let round = 0; round < 2; round++) {
      expect(
        await commandRequests(async () =>
          expect(await register([])).toEqual({
            code: 0,
            stdout: `${NAMES.length} commands registered everywhere.\n`,
            stderr: '',
          }),
        ),
      ).toEqual(['PUT']);
    }
  });

  it('registers them on one server', async () => {
    const { code, stdout } = await register(['--server', server.id, '--json']);
    expect(JSON.parse(stdout)).toEqual({ registered: NAMES.length, server: server.id });
    expect(code).toBe(0);
    expect((await registered(`/guilds/${server.id}`)).map(({ name }) => name)).toEqual(NAMES);
    expect(await registered()).toEqual([]);
  });

  it('prints the definitions, which Discord takes, without a token', async () => {
    const { code, stdout } = await runVerbatim(['register', '--dry-run']);
    expect(checkCommands(JSON.parse(stdout))).toEqual(
      JSON.parse(JSON.stringify(COMMAND_DEFINITIONS)),
    );
    expect(code).toBe(0);
  });

  it.each([
    {
      what: 'without a token',
      env: { DISCORD_TOKEN: '' },
      line: /DISCORD_TOKEN is not set; README/,
    },
    {
      what: 'with a token that Discord refuses',
      env: { DISCORD_TOKEN: 'MTIz.GabcdE.not-the-right-one' },
      line: /Discord does not accept DISCORD_TOKEN; copy it anew from the page "Bot"/,
    },
    {
      what: 'with what is no id of a server',
      args: ['--server', 'newsroom'],
      line: /--server must be the id of a server, 15 to 20 digits, found "newsroom"; in Discord/,
    },
    {
      what: 'with the id of a server that the bot is not on',
      args: ['--server', '123456789012345678'],
      line: /server 123456789012345678 .*; .*https:\/\/discord\.com\/oauth2\/authorize\?/,
    },
    {
      what: 'where Discord cannot be reached',
      env: { DISCORD_API_URL: 'http://127.0.0.1:9' },
      line: /Discord cannot be reached at http:\/\/127\.0\.0\.1:9: .*; check the network and DISCORD_API_URL/,
    },
  ])('says in one line what to do $what', async ({ args = [], env = {}, line }) => {
    const { code, stdout, stderr } = await register(args, env);
    expect(stderr).toMatch(line);
    expect(stderr).toMatch(/^verbatim: .*\n$/);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});
