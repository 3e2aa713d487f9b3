import type { Command } from 'commander';
import type { IndexSummary } from '../retrieval/index-corpus.ts';
import { buildWithProgress, openEmbedder, warnOfMissingLibrary } from './engine.ts';
import { type CommonOptions, configFrom, withCommonOptions } from './options.ts';
import { printable, warn } from './terminal.ts';

/** `index`: brings the index up to date with the corpus and says what changed. */
export function addIndexCommand(program: Command): void {
  withCommonOptions(program.command('index'))
    .description('bring the index up to date with the corpus')
    .option('--full', 'build everything anew')
    .action(async (options: CommonOptions & { readonly full?: boolean }) => {
      const config = configFrom(options);
      const started = performance.now();
      const embedder = await openEmbedder(config);
      await warnOfMissingLibrary();
      const summary = await buildWithProgress(config, embedder, options.full === true);
      const ms = Math.round(performance.now() - started);
      console.log(
        options.json === true ? JSON.stringify({ ...summary, ms }) : renderSummary(summary, ms),
      );
      if (summary.articles === 0) {
        warn(`No article in ${config.corpusDir}: put .txt or .md files there.`);
      }
    });
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
      `${summary.rebuilt ? 'indexed' : 'were up to date'} in ${(ms / 1000).toFixed(1)} s: ` +
      `${added.length} added, ${changed.length} changed, ${removed.length} removed, ` +
      `${refused.length} refused`,
  ];
  return lines.map(printable).join('\n');
}
