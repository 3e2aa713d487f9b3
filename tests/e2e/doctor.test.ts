import { PermissionFlagsBits } from 'discord-api-types/v10';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Check } from '../../src/cli/doctor/check.ts';
import {
  DiscordStandIn,
  type StandInOptions,
} from '../support/discord-stand-in/discord-stand-in.ts';
import { INVITED_PERMISSIONS } from '../support/discord-stand-in/permissions.ts';
import { runVerbatim } from '../support/run-verbatim.ts';
import { writeCorpus } from '../support/articles.ts';

/** Nothing of what is looked at besides matters here. */
let corpusDir: string;

beforeEach(async () => {
  corpusDir = await writeCorpus({ 'zoo.md': 'A zoo opened in Norwick on Monday.\n' });
});

async function startStandIn(options: StandInOptions = {}): Promise<DiscordStandIn> {
  const standIn = await DiscordStandIn.start(options);
  onTestFinished(() => standIn.close());
  return standIn;
}

/** What `doctor` finds out about Discord, with the code that it exits with. */
async function examine(
  { token, apiUrl }: Pick<DiscordStandIn, 'token' | 'apiUrl'>,
  env: NodeJS.ProcessEnv = {},
): Promise<Check & { code: number | null }> {
  const { code, stdout, stderr } = await runVerbatim(['doctor', '--json'], {
    env: {
      CORPUS_DIR: corpusDir,
      INDEX_DIR: `${corpusDir}-index`,
      DISCORD_TOKEN: token,
      DISCORD_API_URL: apiUrl,
      ...env,
    },
  });
  expect(stdout + stderr).not.toContain(token);
  const { checks } = JSON.parse(stdout) as { checks: Check[] };
  return { ...checks.find(({ name }) => name === 'discord')!, code };
}

describe('verbatim doctor, of Discord', () => {
  it('finds all well, with the link that asks for what the bot needs and nothing else', async () => {
    const standIn = await startStandIn();
    standIn.addServer('Newsroom');
    standIn.addServer('Archive', { botPermissions: PermissionFlagsBits.Administrator });
    const { code, status, finding } = await examine(standIn);
    expect({ code, status }).toEqual({ code: 0, status: 'ok' });
    expect(finding).toContain('is on 2 servers with all that it needs; no privileged intent');
    const invite = new URL(/https:\S+/.exec(finding)![0]);
    expect(invite.origin + invite.pathname).toBe('https://discord.com/oauth2/authorize');
    expect(Object.fromEntries(invite.searchParams)).toEqual({
      client_id: standIn.bot.user.id,
      scope: 'bot applications.commands',
      permissions: String(INVITED_PERMISSIONS),
    });
  });

  it('says so where there is no token', async () => {
    const standIn = await startStandIn();
    expect(await examine(standIn, { DISCORD_TOKEN: '' })).toMatchObject({
      code: 0,
      status: 'ok',
      finding: 'DISCORD_TOKEN is not set, so "npm start" answers in the terminal',
    });
  });

  it('fails for a token that Discord refuses', async () => {
    const { apiUrl } = await startStandIn();
    expect(await examine({ token: 'MTIz.GabcdE.not-the-right-one', apiUrl })).toMatchObject({
      code: 2,
      status: 'fail',
      finding: 'Discord does not accept DISCORD_TOKEN',
      remedy: expect.stringContaining('copy it anew from the page "Bot"') as string,
    });
  });

  it('warns where the bot is on no server yet, and tells how to invite it', async () => {
    const standIn = await startStandIn();
    expect(await examine(standIn)).toMatchObject({
      code: 0,
      status: 'warn',
      finding: expect.stringContaining('is on no server yet') as string,
      remedy: expect.stringContaining('https://discord.com/oauth2/authorize?') as string,
    });
  });

  it('names the permissions and the scope that are missing, server by server', async () => {
    const standIn = await startStandIn();
    standIn.addServer('Newsroom', {
      botPermissions: INVITED_PERMISSIONS & ~PermissionFlagsBits.EmbedLinks,
    });
    standIn.addServer('Archive', { grantsCommands: false });
    standIn.addServer('Library');
    expect(await examine(standIn)).toMatchObject({
      code: 2,
      status: 'fail',
      finding:
        'on "Newsroom" it lacks the permission Embed Links; ' +
        'on "Archive" it lacks the scope applications.commands',
      remedy: expect.stringMatching(/^open this link again .*: https:\/\/discord\.com/) as string,
    });
  });

  it('fails where messages are to be read and the application may not', async () => {
    const standIn = await startStandIn();
    standIn.addServer('Newsroom');
    expect(await examine(standIn, { MESSAGE_CONTENT: 'on' })).toMatchObject({
      code: 2,
      status: 'fail',
      finding: 'MESSAGE_CONTENT is on, but the application may not read messages',
      remedy: expect.stringContaining('switch "Message Content Intent" on') as string,
    });
  });

  it('finds all well where messages are to be read and the application may', async () => {
    const standIn = await startStandIn({ messageContentEnabled: true });
    standIn.addServer('Newsroom');
    expect(await examine(standIn, { MESSAGE_CONTENT: 'on' })).toMatchObject({
      status: 'ok',
      finding: expect.stringContaining('with all that it needs and may read messages') as string,
    });
  });

  it('fails where Discord cannot be reached', async () => {
    const { token } = await startStandIn();
    expect(await examine({ token, apiUrl: 'http://127.0.0.1:9' })).toMatchObject({
      code: 2,
      status: 'fail',
      finding: expect.stringContaining('cannot be reached at http://127.0.0.1:9: ') as string,
      remedy: 'check the network and DISCORD_API_URL',
    });
  });

  it('fails where Discord itself fails, and sends nobody to look at the network', async () => {
    const standIn = await startStandIn();
    standIn.trouble.failNext({ path: /\/applications\/@me$/, status: 503, times: 4 });
    expect(await examine(standIn)).toMatchObject({
      code: 2,
      status: 'fail',
      finding: `Discord itself has a problem: ${standIn.apiUrl} answered with status 503`,
      remedy: 'try again later, and see https://discordstatus.com',
    });
  });
});
