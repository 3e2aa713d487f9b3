import type { Command } from 'commander';
import type { Config } from '../config.ts';
import { ConfigError, messageOf, OperatorError } from '../errors.ts';
import type { IndexSummary } from '../retrieval/index-corpus.ts';
import type { IndexingMessage } from '../retrieval/index-in-background.ts';
import { buildWithProgress, openEmbedder, warnOfMissingLibrary } from './engine.ts';
import { indexHomeOf } from './index-home.ts';
import { type CommonOptions, configFrom, withCommonOptions } from './options.ts';
import { printable, warn } from './terminal.ts';
import { warnOfUnmatchedCorrections } from './unmatched-corrections.ts';

interface IndexOptions extends CommonOptions {
  readonly full?: boolean;
  readonly rollback?: boolean;
}

/** `index`: brings the index up to date with the corpus and says what changed. */
export function addIndexCommand(program: Command): void {
  withCommonOptions(program.command('index'))
    .description('bring the index up to date with the corpus')
    .option('--full', 'build everything anew')
    .option('--rollback', 'go back to the generation before; once more goes forward again')
    .action(async (options: IndexOptions) => {
      const config = configFrom(options);
      // Whoever started this in the background has died; nobody waits for the outcome any more.
      process.once('disconnect', () => process.exit());
      // Waiting for that alone keeps no process alive.
      process.channel?.unref();
      if (options.rollback === true) {
        await rollback(config, options);
      } else {
        await index(config, options);
        await warnOfUnmatchedCorrections(config);
      }
    });
}

async function index(config: Config, options: IndexOptions): Promise<void> {
  const started = performance.now();
  try {
    const embedder = await openEmbedder(config);
    // A bot has promised to index what was changed, if only after somebody else has.
    const waits = process.connected;
    const anew = options.full === true;
    const build = (): Promise<IndexSummary> =>
      buildWithProgress(config, embedder, {
        full: anew,
        waits,
        onProgress: (progress) => tellParent({ kind: 'progress', progress }),
      });
    const summary = await indexHomeOf(config).update(embedder.fingerprint, build, { waits, anew });
    await warnOfMissingLibrary(summary.passages, config);
    tellParent({ kind: 'done', summary });
    const ms = Math.round(performance.now() - started);
    console.log(
      options.json === true ? JSON.stringify({ ...summary, ms }) : renderSummary(summary, ms),
    );
    if (summary.articles === 0) warn(`No article in ${config.corpusDir}: put some there.`);
  } catch (error) {
    const isOperatorError = error instanceof OperatorError;
    tellParent({ kind: 'failed', message: messageOf(error), isOperatorError });
    throw error;
  }
}

async function rollback(config: Config, options: IndexOptions): Promise<void> {
  if (options.full === true) throw new ConfigError('index takes --full or --rollback, not both');
  const builtAt = await indexHomeOf(config).rollback();
  console.log(
    options.json === true
      ? JSON.stringify({ builtAt })
      : `Back to the index of ${builtAt}. The next "index" brings it up to date with the corpus.`,
  );
}

/** Reports to the process that started this one in the background, if one did. */
function tellParent(message: IndexingMessage): void {
  process.send?.(message);
}

function renderSummary(summary: IndexSummary, ms: number): string {
  const { added, changed, removed, refused, rebuildReason } = summary;
  const lines = [
    ...(rebuildReason === null ? [] : [`Built anew: ${rebuildReason}`]),
    ...added.map((path) => `+ ${path}`),
    ...changed.map((path) => `~ ${path}`),
    ...removed.map((path) => `- ${path}`),
    ...refused.map(({ path, reason }) => `! ${path}: ${reason}`),
    `${summary.articles} articles, ${summary.passages} passages ` +
      `${summary.rebuilt ? `indexed (${summary.embedded} embedded)` : 'were up to date'} ` +
      `in ${(ms / 1000).toFixed(1)} s: ${added.length} added, ${changed.length} changed, ` +
      `${removed.length} removed, ${refused.length} refused`,
  ];
  return lines.map(printable).join('\n');
}
