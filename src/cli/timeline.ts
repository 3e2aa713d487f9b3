import type { Command } from 'commander';
import { ConfigError } from '../errors.ts';
import { openEngine } from './engine.ts';
import { type CommonOptions, configFrom, withCommonOptions } from './options.ts';
import { readDayRange } from './read-days.ts';
import { renderTimeline } from './render-timeline.ts';

interface TimelineCommandOptions extends CommonOptions {
  readonly from?: string;
  readonly to?: string;
}

/** `timeline TOPIC`: a quote a day, from the first report on a topic to the latest. */
export function addTimelineCommand(program: Command): void {
  withCommonOptions(program.command('timeline'))
    .description('show what was reported on a topic day by day, with a quote for each day')
    .argument('[topic...]')
    .option('--from <day>', 'only from this day on (2022-11-15)')
    .option('--to <day>', 'only up to this day')
    .action(async (words: string[], options: TimelineCommandOptions) => {
      const topic = words.join(' ').trim();
      if (!/[\p{L}\p{N}]/u.test(topic)) {
        throw new ConfigError('timeline needs a topic, as in: timeline power cuts in Kherson');
      }
      const filters = await readDayRange(options);
      const { index, embedder, corrected } = await openEngine(configFrom(options));
      // Loaded late, as are dates below: no other command needs it, and each start would pay for it.
      const { timelineAsCorrected } = await import('../quotes/timeline-as-corrected.ts');
      const timeline = await timelineAsCorrected(index, embedder, corrected, topic, {
        filters,
      });
      console.log(options.json === true ? JSON.stringify(timeline) : renderTimeline(timeline));
    });
}
