import type { Command } from 'commander';
import { type Config, loadConfig, readSettings } from '../config.ts';

/** What every command knows. A missing option leaves the setting of the environment in force. */
export interface CommonOptions {
  readonly corpus?: string;
  readonly index?: string;
  readonly model?: string;
  readonly json?: boolean;
  readonly verbose?: boolean;
}

/** Adds the options that every command knows. */
export function withCommonOptions(command: Command): Command {
  return command
    .option('--corpus <dir>', 'folder with the articles (CORPUS_DIR)')
    .option('--index <dir>', 'folder with the index (INDEX_DIR)')
    .option('--model <name or dir>', 'embedding model (EMBEDDING_MODEL)')
    .option('--json', 'print JSON instead of text')
    .option('--verbose', 'print the cause of an error too');
}

/** The settings of the environment with the options in their place. */
export function configFrom(options: CommonOptions): Config {
  const settings = readSettings();
  return loadConfig({
    ...settings,
    CORPUS_DIR: options.corpus ?? settings.CORPUS_DIR,
    INDEX_DIR: options.index ?? settings.INDEX_DIR,
    EMBEDDING_MODEL: options.model ?? settings.EMBEDDING_MODEL,
  });
}
