import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type Config, hideShardsFromDiscordLibrary } from '../config.ts';
import { Bot } from '../discord/bot.ts';
import { tellOfInterruptedRuns } from '../discord/corpus/scheduled-check.ts';
import { connect, type Connection } from '../discord/edge/connect.ts';
import type { Shard } from '../discord/shard.ts';
import { ConfigError } from '../errors.ts';
import { createLogger, type Logger } from '../logger.ts';
import { Monitor } from '../metrics/monitor.ts';
import { Tally } from '../metrics/tally.ts';
import { nextSignal } from './next-signal.ts';
import { type OpenParts, openBotParts } from './open-bot-parts.ts';
import { beginOwnerDuties } from './owner-duties.ts';
import { ShardPost } from './shard-post.ts';

/** What a process that runs a shard tells the one that started it: that it could take over at once. */
export const READY_MESSAGE = 'ready';

/** Folder within the data folder for the locks that processes have while they live. */
const LOCKS_FOLDER = 'locks';

/** When everything is closed, requests that hang do not keep the process for longer. */
const LINGER_MS = 200;

/**
 * Answers in Discord, on the only shard of the settings, until the process is told to stop, or Discord
 * ends the connection for good.
 */
export async function runBot(config: Config): Promise<void> {
  const { discordToken, metricsPort } = config;
  if (discordToken === null) {
    throw new ConfigError(
      'DISCORD_TOKEN is not set; README.md tells how to get one. "npm start" without it answers in ' +
        'the terminal',
    );
  }
  hideShardsFromDiscordLibrary();
  const shard: Shard = { id: config.shards[0] ?? 0, count: config.shardCount };
  const logger = await openLogger(config, shard);
  const stopped = nextSignal();
  const delays = monitorEventLoopDelay();
  delays.enable();
  const tally = new Tally();
  const locksDir = path.join(config.dataDir, LOCKS_FOLDER);
  const opened = await openBotParts(config, logger, tally);
  const post = await ShardPost.find(locksDir, shard).catch(async (error: unknown) => {
    await opened.close();
    throw error;
  });
  const { parts, ready } = opened;
  let monitor: Monitor | null = null;
  const openMonitor = async (): Promise<Monitor | null> =>
    metricsPort === null ? null : Monitor.open(metricsPort + shard.id, { ...parts, tally });
  try {
    // While another process has the post, it has the port as well.
    if (post.isTaken) monitor = await openMonitor();
    if ((await Promise.race([ready, stopped])) === null) return;
    const connecting = connect({
      token: discordToken.reveal(),
      apiUrl: config.discordApiUrl,
      messageContent: config.messageContent,
      shard,
      takeIdentifyTurn: (group) => opened.identifyTurns.take(group, Date.now()),
      createBot: (link) => new Bot({ ...parts, link }),
      catchUp: { windowMs: config.catchUpMinutes * 60_000, settled: opened.settledMessages },
      logger,
      observer: tally,
    });
    const connection = await Promise.race([connecting, stopped]);
    // A connection that is being made ends with the process.
    if (connection === null) return;
    try {
      if (post.isTaken) {
        // What was left to a process that has died since is of no use any more.
        opened.handovers.take(shard.id);
        connection.open(new Set());
        tellReady();
      } else {
        logger.info({}, 'another process answers here; taking its place when it ends');
        if (!(await succeed(post, connection, stopped))) return;
        connection.open(opened.handovers.take(shard.id));
        logger.info({}, 'taken the place of the other process');
        monitor = await openMonitor();
      }
      await serve(config, { opened, shard, stopped, connection, locksDir });
      const hasSuccessor = await post.hasSuccessor();
      logger.info(
        { eventLoopDelayP99Ms: Math.round(delays.percentile(99) / 1e5) / 10 },
        'stopping; answers that have been begun are finished first',
      );
      if (hasSuccessor) {
        opened.handovers.leave(shard.id, connection.handOver());
        monitor?.close();
        post.leave();
      }
    } finally {
      await connection.close();
    }
  } finally {
    monitor?.close();
    await opened.close();
    post.leave();
    setTimeout(() => process.exit(), LINGER_MS).unref();
  }
}

/** Tells the process that started this one as a part of it, if one did. */
function tellReady(): void {
  process.send?.(READY_MESSAGE);
}

/** Waits until the process before has left, and tells whether it has; not where this one is to stop. */
async function succeed(
  post: ShardPost,
  connection: Connection,
  stopped: Promise<null>,
): Promise<boolean> {
  const giveUp = new AbortController();
  const problem = await Promise.race([
    post.succeed(giveUp.signal, tellReady).then(() => null),
    stopped,
    connection.ended,
  ]);
  giveUp.abort();
  if (problem !== null) throw problem;
  return post.isTaken;
}

/** Returns when the process is to stop, and nothing is being indexed any more. */
async function serve(
  config: Config,
  {
    opened,
    shard,
    stopped,
    connection,
    locksDir,
  }: {
    readonly opened: OpenParts;
    readonly shard: Shard;
    readonly stopped: Promise<null>;
    readonly connection: Connection;
    readonly locksDir: string;
  },
): Promise<void> {
  const parts = { ...opened.parts, link: connection.link };
  const duties = beginOwnerDuties(config, { locksDir, parts, goOver: opened.goOver });
  try {
    await Promise.race([tellOfInterruptedRuns(parts, shard), stopped]);
    const problem = await Promise.race([stopped, connection.ended]);
    if (problem !== null) throw problem;
  } finally {
    // A run that goes on would keep the answer that shows it from being finished.
    await parts.reindexer.close();
    duties.end();
    await parts.correctionWork.close();
  }
}

async function openLogger(
  { logLevel, discordToken, vectorStore }: Config,
  shard: Shard,
): Promise<Logger> {
  const secrets = [discordToken, vectorStore].filter((secret) => secret !== null);
  const logger = await createLogger({ level: logLevel, secrets });
  return shard.count === 1 ? logger : logger.child({ shard: shard.id });
}
