import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientOptions } from 'discord.js';

type BuildThrottler = NonNullable<NonNullable<ClientOptions['ws']>['buildIdentifyThrottler']>;

const POLL_MS = 250;

/**
 * Lets shards open sessions one after another, whichever processes they run in: Discord takes so many
 * in five seconds, and turns the others away.
 *
 * @param takeTurn whether a shard of this group may open a session now.
 */
export function identifyThrottler(takeTurn: (group: number) => boolean): BuildThrottler {
  return async (manager) => {
    const { session_start_limit: limit } = await manager.fetchGatewayInformation();
    return {
      async waitForIdentify(shardId, signal) {
        while (!takeTurn(shardId % limit.max_concurrency)) {
          await sleep(POLL_MS, undefined, { signal });
        }
      },
    };
  };
}
