import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Config } from '../config.ts';
import { Bot } from '../discord/bot.ts';
import { checkCorpus, tellOfInterruptedRuns } from '../discord/corpus/scheduled-check.ts';
import { connect } from '../discord/edge/connect.ts';
import { tidyUp } from '../discord/housekeeping.ts';
import { ConfigError } from '../errors.ts';
import { createLogger } from '../logger.ts';
import { Monitor } from '../metrics/monitor.ts';
import { Tally } from '../metrics/tally.ts';
import { nextSignal } from './next-signal.ts';
import { openBotParts } from './open-bot-parts.ts';

const TIDY_UP_EVERY_MS = 60 * 60 * 1000;

/** 24 days, the longest that a timer of Node takes. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** When everything is closed, requests that hang do not keep the process for longer. */
const LINGER_MS = 200;

/** Answers in Discord until the process is told to stop, or Discord ends the connection for good. */
export async function runBot(config: Config): Promise<void> {
  const { discordToken, metricsPort } = config;
  if (discordToken === null) {
    throw new ConfigError(
      'DISCORD_TOKEN is not set; README.md tells how to get one. "npm start" without it answers in ' +
        'the terminal',
    );
  }
  const logger = await createLogger({ level: config.logLevel, secrets: [discordToken] });
  const stopped = nextSignal();
  const delays = monitorEventLoopDelay();
  delays.enable();
  const tally = new Tally();
  const { parts, ready, close } = await openBotParts(config, logger, tally);
  const timers: (NodeJS.Timeout | undefined)[] = [];
  let monitor: Monitor | null = null;
  try {
    if (metricsPort !== null) monitor = await Monitor.open(metricsPort, { ...parts, tally });
    if ((await Promise.race([ready, stopped])) === null) return;
    const connecting = connect({
      token: discordToken.reveal(),
      apiUrl: config.discordApiUrl,
      messageContent: config.messageContent,
      createBot: (link) => new Bot({ ...parts, link }),
      logger,
      observer: tally,
    });
    const connection = await Promise.race([connecting, stopped]);
    // A connection that is being made ends with the process.
    if (connection === null) return;
    const { link } = connection;
    timers.push(
      every(TIDY_UP_EVERY_MS, () => tidyUp(parts)),
      every(config.corpusCheckMinutes * 60_000, () => checkCorpus({ ...parts, link })),
    );
    try {
      await Promise.race([tellOfInterruptedRuns({ ...parts, link }), stopped]);
      const problem = await Promise.race([stopped, connection.ended]);
      if (problem !== null) throw problem;
      logger.info(
        { eventLoopDelayP99Ms: Math.round(delays.percentile(99) / 1e5) / 10 },
        'stopping; answers that have been begun are finished first',
      );
    } finally {
      // A run that goes on would keep the answer that shows it from being finished.
      await parts.reindexer.close();
      await connection.close();
    }
  } finally {
    for (const timer of timers) clearInterval(timer);
    monitor?.close();
    await close();
    setTimeout(() => process.exit(), LINGER_MS).unref();
  }
}

/** Does something now and then from now on; never where the time is 0. The work must not reject. */
function every(intervalMs: number, work: () => Promise<void>): NodeJS.Timeout | undefined {
  if (intervalMs === 0) return undefined;
  void work();
  // A longer one would overflow, and go off all the time.
  return setInterval(() => void work(), Math.min(intervalMs, LONGEST_TIMER_MS));
}
