import type { Command } from 'commander';
import { ConfigError, toFailure } from '../errors.ts';
import { IndexedLibrary } from '../quotes/indexed-library.ts';
import type { Library } from '../quotes/library.ts';
import type { LibraryMessage, LibraryRequest } from '../quotes/library-messages.ts';
import { openEngine, openReranking } from './engine.ts';
import { type CommonOptions, configFrom, withCommonOptions } from './options.ts';
import { warn } from './terminal.ts';

/** `library`: answers the process that started this one, as long as that lives. */
export function addLibraryCommand(program: Command): void {
  withCommonOptions(program.command('library', { hidden: true }))
    .description('answer the questions of the process that started this one')
    .action(async (options: CommonOptions) => {
      if (!process.connected) {
        throw new ConfigError('library is what the bot starts for itself; to ask, use ask or chat');
      }
      process.on('disconnect', () => process.exit());
      // A terminal and a service manager tell every process to end; the parent says when.
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
      try {
        const config = configFrom(options);
        const reranking = await openReranking(config);
        const { index, embedder } = await openEngine(config, { rebuildsStale: true });
        const library = new IndexedLibrary(index, embedder, config, tellOfCorrections, reranking);
        process.on('message', (request: LibraryRequest) => void reply(library, request));
        tellParent({ kind: 'opened', overview: await library.overview() });
      } catch (error) {
        // The parent says what to do about it, and ends this process.
        tellParent({ kind: 'failed', ...toFailure(error) });
      }
    });
}

function tellOfCorrections(problem: string): void {
  warn(`The corrections stay as they were: ${problem}`);
}

async function reply(library: Library, { id, method, args }: LibraryRequest): Promise<void> {
  try {
    const call = library[method] as (...args: readonly unknown[]) => Promise<unknown>;
    tellParent({ kind: 'result', id, result: await call.apply(library, [...args]) });
  } catch (error) {
    tellParent({ kind: 'error', id, ...toFailure(error) });
  }
}

function tellParent(message: LibraryMessage): void {
  // One that has died need not be told, and this process ends in a moment.
  process.send?.(message, undefined, undefined, () => {});
}
