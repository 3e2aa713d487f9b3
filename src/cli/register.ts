import type { Command } from 'commander';
import { type CommonOptions, withCommonOptions } from './options.ts';

export interface RegisterOptions extends CommonOptions {
  readonly server?: string;
  readonly dryRun?: boolean;
}

/** `register`: tells Discord the commands by hand. */
export function addRegisterCommand(program: Command): void {
  withCommonOptions(program.command('register'))
    .description('register the Discord commands by hand; the bot does it itself when it starts')
    .option('--server <id>', 'on this server alone')
    .option('--dry-run', 'print the definitions as JSON; needs no token')
    .action(async (options: RegisterOptions) => {
      // Loaded late: the terminal does without discord.js.
      const { runRegister } = await import('./run-register.ts');
      await runRegister(options);
    });
}
