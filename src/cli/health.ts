import type { Command } from 'commander';
import { ConfigError, messageOf, OperatorError } from '../errors.ts';
import type { Health } from '../metrics/check-health.ts';
import { type CommonOptions, configFrom, withCommonOptions } from './options.ts';

const PATIENCE_MS = 5000;

/** `health`: asks the bot that runs on this machine how it is. */
export function addHealthCommand(program: Command): void {
  withCommonOptions(program.command('health'))
    .description('ask the bot that runs on this machine how it is; needs METRICS_PORT')
    .action(async (options: CommonOptions) => {
      const { metricsPort } = configFrom(options);
      if (metricsPort === null) {
        throw new ConfigError(
          'METRICS_PORT is not set, so that the bot cannot be asked; set it for the bot and for this ' +
            'command, as .env.example tells',
        );
      }
      const health = await askHealth(metricsPort);
      if (options.json === true) console.log(JSON.stringify(health));
      if (health.status === 'failing') {
        throw new OperatorError(`the bot is not well: ${health.problems.join('; ')}`);
      }
      if (options.json !== true) {
        console.log(`The bot is well: connected, ${health.articles} articles to answer from.`);
      }
    });
}

async function askHealth(port: number): Promise<Health> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/health`, {
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return (await response.json()) as Health;
  } catch (error) {
    throw new OperatorError(
      `no bot answers on port ${port} (${messageOf(error)}); is it running, with METRICS_PORT=${port}?`,
      { cause: error },
    );
  }
}
