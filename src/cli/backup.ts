import path from 'node:path';
import type { Command } from 'commander';
import { type Backup, backUpState } from '../state/backup.ts';
import { STATE_FILE } from '../state/database.ts';
import { type CommonOptions, configFrom, withCommonOptions } from './options.ts';
import { printable } from './terminal.ts';

interface BackupOptions extends CommonOptions {
  readonly force?: boolean;
}

/** `backup`: copies what the bot remembers into one file, also while the bot runs. */
export function addBackupCommand(program: Command): void {
  withCommonOptions(program.command('backup'))
    .description('copy what the bot remembers into a file, also while it runs')
    .argument('<file>', 'the copy')
    .option('--force', 'replace a file of that name')
    .action(async (file: string, options: BackupOptions) => {
      const backup = await backUpState(
        path.join(configFrom(options).dataDir, STATE_FILE),
        path.resolve(file),
        { force: options.force === true },
      );
      console.log(options.json === true ? JSON.stringify(backup) : renderBackup(backup));
    });
}

function renderBackup({ file, bytes, counts }: Backup): string {
  const contents = Object.entries(counts).map(
    ([table, count]) => `${count} ${table.replaceAll('_', ' ')}`,
  );
  return printable(`${file}: ${bytes} bytes, checked; ${contents.join(', ')}`);
}
