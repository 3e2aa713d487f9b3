import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DiscordStandIn } from '../support/discord-stand-in/discord-stand-in.ts';
import { type Run, runVerbatim } from '../support/run-verbatim.ts';

const WRONG_TOKEN = 'MTIz.GabcdE.not-the-right-one';

let standIn: DiscordStandIn;
let folder: string;

beforeAll(async () => {
  standIn = await DiscordStandIn.start();
  standIn.expectViolation(/unknown route: GET \/v10\/gateway\/bot/);
  folder = await mkdtemp(path.join(tmpdir(), 'verbatim-start-'));
});

afterAll(async () => {
  await standIn.close();
  await rm(folder, { recursive: true });
});

/** What `npm start` does. */
function start(env: NodeJS.ProcessEnv, input = ''): Promise<Run> {
  const folders = { INDEX_DIR: path.join(folder, 'index'), DATA_DIR: path.join(folder, 'data') };
  return runVerbatim([], { env: { ...folders, DISCORD_API_URL: standIn.apiUrl, ...env }, input });
}

describe('npm start', () => {
  it('answers in the terminal where no token is set', async () => {
    const { code, stdout } = await start({}, 'Who is the mayor of Kyiv?\n');
    expect(stdout).toContain('Klitschko');
    expect(code).toBe(0);
    expect(standIn.requests).toEqual([]);
  });

  it.each([
    {
      what: 'a token that Discord refuses',
      env: { DISCORD_TOKEN: WRONG_TOKEN },
      line: /^verbatim: Discord does not accept DISCORD_TOKEN; copy it anew from the page "Bot" .*$/,
    },
    {
      what: 'a token that cannot be one',
      env: { DISCORD_TOKEN: 'a-client-secret' },
      line: /^verbatim: DISCORD_TOKEN must be the token of a bot, .*; copy the token from .*$/,
    },
    {
      what: 'an intent that the application may not have',
      env: { MESSAGE_CONTENT: 'on' },
      line: /^verbatim: Discord refuses the Message Content intent .*; switch .* or set MESSAGE_CONTENT=off$/,
    },
    {
      what: 'an address where nobody answers',
      env: { DISCORD_API_URL: 'http://127.0.0.1:9' },
      line: /^verbatim: Discord cannot be reached at http:\/\/127\.0\.0\.1:9: .*; check the network and DISCORD_API_URL$/,
    },
    {
      what: 'an address where something else answers',
      env: () => ({ DISCORD_API_URL: standIn.apiUrl.replace('/api', '') }),
      line: /^verbatim: http:\/\/127\.0\.0\.1:\d+ answered with status 404, .*; check DISCORD_API_URL$/,
    },
  ])('ends with one line about $what', async ({ env, line }) => {
    const settings: NodeJS.ProcessEnv = {
      DISCORD_TOKEN: standIn.token,
      ...(typeof env === 'function' ? env() : env),
    };
    const { code, stdout, stderr } = await start(settings);
    const lines = stderr.trimEnd().split('\n');
    // Before it come the lines of the log, and what building the index said.
    expect(lines.at(-1)).toMatch(line);
    expect(lines.filter((other) => other.startsWith('verbatim: '))).toHaveLength(1);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).not.toContain(settings['DISCORD_TOKEN']);
  });
});
