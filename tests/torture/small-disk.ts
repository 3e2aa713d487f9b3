import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A disk of a given size, for real: a file system in memory. Needs Linux and root. */
export class SmallDisk {
  readonly folder: string;

  /** @returns null where this machine does not let it. */
  static async mount(bytes: number): Promise<SmallDisk | null> {
    const folder = await mkdtemp(path.join(tmpdir(), 'verbatim-small-disk-'));
    try {
      await run('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'verbatim', folder]);
      return new SmallDisk(folder);
    } catch {
      await rm(folder, { recursive: true });
      return null;
    }
  }

  private constructor(folder: string) {
    this.folder = folder;
  }

  async resize(bytes: number): Promise<void> {
    await run('mount', ['-o', `remount,size=${bytes}`, this.folder]);
  }

  async setReadOnly(isReadOnly: boolean): Promise<void> {
    await run('mount', ['-o', `remount,${isReadOnly ? 'ro' : 'rw'}`, this.folder]);
  }

  async unmount(): Promise<void> {
    await run('umount', ['--lazy', this.folder]);
    await rm(this.folder, { recursive: true, force: true });
  }
}
