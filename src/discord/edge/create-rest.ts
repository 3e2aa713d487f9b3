import { REST } from 'discord.js';

/** How often a request that failed on Discord's side is sent again at once. */
const RETRIES = 2;
/** A request that takes longer is given up and sent again. */
const TIMEOUT_MS = 10_000;

/** Options of every client of Discord's HTTP API. */
export function restOptions(apiUrl: string): { api: string; retries: number; timeout: number } {
  return { api: apiUrl, retries: RETRIES, timeout: TIMEOUT_MS };
}

/** A client of Discord's HTTP API that acts as the bot. */
export function createRest({ token, apiUrl }: { token: string; apiUrl: string }): REST {
  return new REST(restOptions(apiUrl)).setToken(token);
}

/**
 * A client for answers to interactions. Each interaction brings its own right to answer, and they do
 * not count towards the requests that Discord grants a bot per second.
 */
export function createInteractionRest(apiUrl: string): REST {
  return new REST({ ...restOptions(apiUrl), globalRequestsPerSecond: Infinity });
}
