import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const TORTURE = fileURLToPath(new URL('../torture/run.ts', import.meta.url));
const PLANT = fileURLToPath(new URL('../support/plant-fault.mjs', import.meta.url));

interface Run {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a trial on a program from which a precaution was taken; null takes none. */
async function torture(fault: string | null, args: readonly string[]): Promise<Run> {
  const { NODE_OPTIONS: _, ...environment } = process.env;
  const planted = fault === null ? {} : { NODE_OPTIONS: `--import=${PLANT}`, PLANTED_FAULT: fault };
  const child = spawn(process.execPath, ['--import', 'tsx', TORTURE, '--seed', '1', ...args], {
    env: { ...environment, ...planted },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

describe('a trial', { timeout: 300_000 }, () => {
  it.each([
    { fault: 'no flush', args: ['--only', 'disk'], found: /disk: adding an article, power cut/ },
    {
      fault: 'no checksum',
      args: ['--only', 'damage', '--runs', '4'],
      found: /damage: bundled corpus: .*(?:answers otherwise|exits with|crashes)/,
    },
    {
      fault: 'no permission check',
      args: ['--only', 'strangers'],
      found: /strangers: a member, .*: (?:changes something|Error: reaches the)/,
    },
  ])('fails on a program with $fault', async ({ fault, args, found }) => {
    const { code, output } = await torture(fault, args);
    expect(output).toMatch(found);
    expect(code).toBe(1);
  });

  it('prints a table and holds on the program as it is', async () => {
    const { code, output } = await torture(null, ['--only', 'strangers']);
    expect(output).toMatch(/^\| what \| tried \| held \| minutes \|$/m);
    expect(output).toMatch(/^\| strangers: .* \| (\d+) \| \1 \| [\d.]+ \|$/m);
    expect(code).toBe(0);
  });

  it('that nobody knows is refused', async () => {
    expect(await torture(null, ['--only', 'nothing'])).toEqual({ code: 2, output: '' });
  });
});
