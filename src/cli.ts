import { Command, CommanderError } from 'commander';
import { addAskCommand } from './cli/ask.ts';
import { addBackupCommand } from './cli/backup.ts';
import { addBotCommand } from './cli/bot.ts';
import { addChatCommand } from './cli/chat.ts';
import { addCheckCommand } from './cli/check.ts';
import { addDoctorCommand } from './cli/doctor.ts';
import { addEvalCommand } from './cli/eval.ts';
import { addExportFeedbackCommand } from './cli/export-feedback.ts';
import { addHealthCommand } from './cli/health.ts';
import { addIndexCommand } from './cli/index.ts';
import { addLibraryCommand } from './cli/library.ts';
import { addLinkCommand } from './cli/link.ts';
import { addMigrateCommand } from './cli/migrate.ts';
import { addPlaygroundCommand } from './cli/playground.ts';
import { addRegisterCommand } from './cli/register.ts';
import { addStartCommand } from './cli/start.ts';
import { warn } from './cli/terminal.ts';
import { addTimelineCommand } from './cli/timeline.ts';
import { messageOf, OperatorError } from './errors.ts';

const EXIT_BUG = 1;
const EXIT_OPERATOR = 2;

// Whoever reads the output may stop reading, as `head` does; that ends the program, quietly.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

const program = new Command('verbatim')
  .description('Answers questions about events by quoting the articles, word for word.')
  .showSuggestionAfterError(false)
  .configureOutput({
    outputError: (message, write) => write(message.replace(/^error:/, 'verbatim:')),
  })
  .exitOverride();
addStartCommand(program);
addChatCommand(program);
addBotCommand(program);
addPlaygroundCommand(program);
addAskCommand(program);
addCheckCommand(program);
addTimelineCommand(program);
addIndexCommand(program);
addEvalCommand(program);
addRegisterCommand(program);
addMigrateCommand(program);
addBackupCommand(program);
addExportFeedbackCommand(program);
addDoctorCommand(program);
addHealthCommand(program);
addLibraryCommand(program);
addLinkCommand(program);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

/** Prints what went wrong, once, and says with which code to exit. */
function report(error: unknown): number {
  // Commander has printed its own message, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_OPERATOR;
  if (error instanceof OperatorError) {
    warn(`verbatim: ${messageOf(error)}`);
    if (process.argv.includes('--verbose')) warn(`${error.stack}${causeOf(error)}`);
    return EXIT_OPERATOR;
  }
  warn(
    error instanceof Error
      ? `verbatim: ${error.stack ?? error.message}${causeOf(error)}`
      : String(error),
  );
  return EXIT_BUG;
}

function causeOf({ cause }: Error): string {
  return cause instanceof Error ? `\ncaused by ${cause.stack ?? cause.message}` : '';
}
