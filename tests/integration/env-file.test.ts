import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Check } from '../../src/cli/doctor/check.ts';
import { type Run, runVerbatim } from '../support/run-verbatim.ts';

const TOKEN = 'MTIz.GabcdE.the-token-of-a-bot';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'verbatim-env-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** Runs a command in a folder with this `.env`. */
async function runWith(content: string | Uint8Array, args: readonly string[]): Promise<Run> {
  await writeFile(path.join(folder, '.env'), content);
  return runVerbatim(args, { cwd: folder, env: { INDEX_DIR: path.join(folder, 'index') } });
}

async function examineSettings(content: string): Promise<Check | undefined> {
  const { stdout } = await runWith(content, ['doctor', '--json']);
  const { checks } = JSON.parse(stdout) as { checks: Check[] };
  return checks.find(({ name }) => name === 'settings');
}

describe('the file .env', () => {
  it.each([
    { encoding: 'UTF-8', content: 'LOG_LEVEL=loud\n' },
    { encoding: 'UTF-8 with a mark', content: '\ufeffLOG_LEVEL=loud\r\n' },
  ])('is read in $encoding', async ({ content }) => {
    const { code, stderr } = await runWith(content, ['health']);
    expect(stderr).toMatch(/^verbatim: LOG_LEVEL must be .*, found "loud"\n$/);
    expect(code).toBe(2);
  });

  const text = Buffer.from(`DISCORD_TOKEN=${TOKEN}\r\n`, 'utf16le');
  it.each([
    {
      what: 'UTF-16',
      content: Buffer.concat([Buffer.from([0xff, 0xfe]), text]),
      found: 'UTF-16',
    },
    {
      what: 'UTF-16 with the larger byte first',
      content: Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(text).swap16()]),
      found: 'UTF-16',
    },
    { what: 'UTF-16 without a mark', content: text, found: 'zero bytes' },
  ])('is refused in $what, with the remedy', async ({ content, found }) => {
    for (const command of ['doctor', 'start', 'health']) {
      const { code, stdout, stderr } = await runWith(content, [command]);
      expect(stderr).toMatch(/^verbatim: .*\.env must be text in UTF-8, found .*; save it .*\n$/);
      expect(stderr).toContain(`found ${found}`);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    }
  });

  it('is warned of where a name in it is nearly a setting, without its value', async () => {
    const content = `DISCORD_TOKN=${TOKEN}\nmetric_port=9464\nNODE_ENV=production\nLOG_LEVEL=warn\n`;
    const lines = [
      '.env has DISCORD_TOKN, which is no setting: did you mean DISCORD_TOKEN?',
      '.env has metric_port, which is no setting: did you mean METRICS_PORT?',
    ];
    expect(await examineSettings(content)).toEqual({
      name: 'settings',
      status: 'warn',
      finding: lines.join(' '),
      remedy: 'correct it in .env; .env.example lists the settings',
    });
    for (const command of ['start', 'bot']) {
      const { stderr } = await runWith(content, [command]);
      expect(stderr).toContain(`${lines.join('\n')}\n`);
      expect(stderr).not.toContain('NODE_ENV');
      expect(stderr).not.toContain('the-token-of-a-bot');
    }
  });

  it('is fine where every name is a setting or something else altogether', async () => {
    expect(await examineSettings('LOG_LEVEL=warn\nNODE_ENV=production\n')).toMatchObject({
      status: 'ok',
    });
  });
});
