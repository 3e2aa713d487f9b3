import type { Config } from '../config.ts';

/** Answers in Discord until it is told to stop: here, or where there are several shards in a process each. */
export async function runInDiscord(config: Config): Promise<void> {
  // Loaded late: the terminal does without discord.js.
  if (config.shards.length === 1) await (await import('./run-bot.ts')).runBot(config);
  else await (await import('./run-shards.ts')).runShards(config);
}
