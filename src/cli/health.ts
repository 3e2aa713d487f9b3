import type { Command } from 'commander';
import * as v from 'valibot';
import { ConfigError, messageOf, OperatorError } from '../errors.ts';
import type { Health } from '../metrics/check-health.ts';
import { type CommonOptions, configFrom, withCommonOptions } from './options.ts';

const PATIENCE_MS = 5000;

/** Another program may have the port. */
const healthSchema: v.GenericSchema<unknown, Health> = v.variant('status', [
  v.object({ status: v.literal('ok'), articles: v.number(), indexBuilt: v.string() }),
  v.object({ status: v.literal('failing'), problems: v.array(v.string()) }),
]);

/** `health`: asks the bot that runs on this machine how it is. */
export function addHealthCommand(program: Command): void {
  withCommonOptions(program.command('health'))
    .description('ask the bot that runs on this machine how it is; needs METRICS_PORT')
    .action(async (options: CommonOptions) => {
      const { metricsPort, shards, shardCount } = configFrom(options);
      if (metricsPort === null) {
        throw new ConfigError(
          'METRICS_PORT is not set, so that the bot cannot be asked; set it for the bot and for this ' +
            'command, as .env.example tells',
        );
      }
      const healths = await Promise.all(shards.map((shard) => askHealth(metricsPort + shard)));
      const [health, ...others] = healths;
      if (options.json === true) {
        console.log(JSON.stringify(others.length === 0 ? health : healths));
      }
      const problems = healths.flatMap((found, position) =>
        found.status === 'ok'
          ? []
          : found.problems.map((problem) => `${nameOf(shards[position], shardCount)}${problem}`),
      );
      if (problems.length > 0)
        throw new OperatorError(`the bot is not well: ${problems.join('; ')}`);
      if (options.json === true || health?.status !== 'ok') return;
      const who = others.length === 0 ? 'The bot is well' : `All ${shards.length} shards are well`;
      console.log(`${who}: connected, ${health.articles} articles to answer from.`);
    });
}

function nameOf(shard: number | undefined, shardCount: number): string {
  return shardCount === 1 ? '' : `shard ${shard}: `;
}

async function askHealth(port: number): Promise<Health> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/health`, {
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return v.parse(healthSchema, await response.json());
  } catch (error) {
    throw new OperatorError(
      `no bot answers on port ${port} (${messageOf(error)}); is it running, with METRICS_PORT=${port}?`,
      { cause: error },
    );
  }
}
