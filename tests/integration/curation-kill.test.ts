import { execFileSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startCurator } from '../support/curator.ts';
import { type CurationHome, faultsOfFiles, makeCurationHome } from '../support/killed-curators.ts';
import { otherDisk } from '../support/other-disk.ts';

const KILLS = 8;

async function homeOn(parentOfRemoved: string): Promise<CurationHome> {
  const home = await makeCurationHome(parentOfRemoved);
  onTestFinished(() => home.remove());
  return home;
}

describe.each([
  { disk: 'on one disk', parent: tmpdir() },
  { disk: 'over two disks', parent: otherDisk() },
])('a process that changes the corpus $disk and is killed', ({ parent }) => {
  it.skipIf(parent === null)(
    'leaves what it has acknowledged, every file whole and nothing behind',
    async () => {
      for (let kill = 0; kill < KILLS; kill++) {
        const home = await homeOn(parent ?? '');
        const curator = await startCurator(home);
        curator.begin();
        await wait(20 + kill * 19);
        expect(await faultsOfFiles(home, await curator.end('SIGKILL'))).toEqual([]);
      }
    },
  );
});

describe('a disk that is full', () => {
  it.runIf(process.platform === 'linux')('takes nothing, and says so in one line', async () => {
    const home = await homeOn(tmpdir());
    const curator = await startCurator(home);
    // Files may not grow beyond this, as if the disk ended there.
    execFileSync('prlimit', ['--pid', String(curator.pid), '--fsize=4096']);
    curator.begin();
    const lines = await curator.end();
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      /^failed the corpus in .* cannot be changed: EFBIG: file too large, write; nothing is half-written; free some space/,
    );
    expect(await readdir(home.corpusDir, { recursive: true })).toEqual(['added']);
  });
});
