import type { Command } from 'commander';
import { isCalendarDate } from '../corpus/calendar-date.ts';
import { ConfigError } from '../errors.ts';
import { openEngine } from './engine.ts';
import { type CommonOptions, configFrom, withCommonOptions } from './options.ts';
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
      const [from, to] = await Promise.all([
        readDay('--from', options.from),
        readDay('--to', options.to),
      ]);
      if (from !== undefined && to !== undefined && from > to) {
        throw new ConfigError(
          `--from must be a day before --to, found ${from} and ${to}; swap the two`,
        );
      }
      const { index, embedder, corrected } = await openEngine(configFrom(options));
      // Loaded late, as are dates below: no other command needs it, and each start would pay for it.
      const { timelineAsCorrected } = await import('../quotes/timeline-as-corrected.ts');
      const timeline = await timelineAsCorrected(index, embedder, corrected, topic, {
        filters: { from, to },
      });
      console.log(options.json === true ? JSON.stringify(timeline) : renderTimeline(timeline));
    });
}

async function readDay(option: string, value: string | undefined): Promise<string | undefined> {
  if (value === undefined || isCalendarDate(value)) return value;
  const { parseFullDate } = await import('../corpus/find-dates.ts');
  const day = parseFullDate(value);
  if (day === null) {
    throw new ConfigError(`${option} must be a day such as 2022-11-15, found "${value}"`);
  }
  return day;
}
