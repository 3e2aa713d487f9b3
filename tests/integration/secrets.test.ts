import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { SETTING_NAMES } from '../../src/config.ts';
import { BotProcess } from '../support/bot-process.ts';
import { DiscordStandIn } from '../support/discord-stand-in/discord-stand-in.ts';
import { runVerbatim } from '../support/run-verbatim.ts';

/** Of the form of a bot's token, and nobody's. */
const TOKEN = 'MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcDE.abcdefghijklmnopqrstuvwxyz0123456789_-';
const NOBODY = 'http://127.0.0.1:9';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'verbatim-secrets-'));
  return () => rm(folder, { recursive: true, force: true });
});

/** Everything that a command prints. */
async function printed(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const { stdout, stderr } = await runVerbatim(args, {
    env: {
      INDEX_DIR: path.join(folder, 'index'),
      DATA_DIR: path.join(folder, 'data'),
      DISCORD_TOKEN: TOKEN,
      DISCORD_API_URL: NOBODY,
      HF_ENDPOINT: NOBODY,
      ...env,
    },
  });
  expect(stdout + stderr).not.toBe('');
  return stdout + stderr;
}

describe('a token', () => {
  it.each([
    { args: [] },
    { args: ['bot', '--verbose'] },
    { args: ['register', '--verbose'] },
    { args: ['doctor', '--json'] },
    { args: ['index', '--verbose'] },
    { args: ['nonsense'] },
  ])('is in nothing that $args prints where Discord cannot be reached', async ({ args }) => {
    expect(await printed(args, {})).not.toContain(TOKEN);
  });

  it.each([...SETTING_NAMES])('is not shown where it was put into %s by mistake', async (name) => {
    const isAddress = name === 'DISCORD_API_URL' || name === 'HF_ENDPOINT';
    const value = isAddress ? `http://bot:${TOKEN}@127.0.0.1:9` : TOKEN;
    const folders = ['CORPUS_DIR', 'INDEX_DIR', 'DATA_DIR', 'MODEL_CACHE_DIR'];
    const env = { [name]: folders.includes(name) ? path.join(folder, value) : value };
    const isLookedUp = [
      'CORPUS_DIR',
      'EMBEDDING_MODEL',
      'RERANKER_MODEL',
      'DISCORD_API_URL',
    ].includes(name);
    for (const args of isLookedUp ? [['register'], ['doctor']] : [['register']]) {
      expect(await printed(args, env)).not.toContain(TOKEN);
    }
  });

  it.runIf(process.platform === 'linux')('is known to one process of the bot alone', async () => {
    const standIn = await DiscordStandIn.start();
    standIn.addServer('Newsroom');
    const bot = await BotProcess.start(standIn, { env: { INDEX_DIR: path.join(folder, 'index') } });
    onTestFinished(async () => {
      await bot.stop();
      await standIn.close();
    });
    const child = await bot.answeringPid();
    expect(readFileSync(`/proc/${bot.pid}/environ`, 'utf8')).toContain(standIn.token);
    expect(readFileSync(`/proc/${child}/environ`, 'utf8')).not.toContain(standIn.token);
    expect(readFileSync(`/proc/${child}/cmdline`, 'utf8')).not.toContain(standIn.token);
    const written = readdirSync(bot.dataDir, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.includes('.db'),
    );
    for (const name of written) {
      expect(readFileSync(path.join(bot.dataDir, name), 'latin1')).not.toContain(standIn.token);
    }
    expect(bot.log).not.toContain(standIn.token);
  });
});
