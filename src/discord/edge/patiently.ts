import { setTimeout as sleep } from 'node:timers/promises';
import { HTTPError } from 'discord.js';

/** An outage is waited out for so long. */
const PATIENCE_MS = 120_000;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;

/**
 * Sends a request again, at growing intervals, while Discord cannot be reached or fails. The request
 * must do no harm when it arrives twice.
 *
 * @param patienceMs after so long it is given up; two minutes by default.
 * @throws DiscordAPIError at once when Discord refuses it; the last failure when patience ends.
 */
export async function patiently<T>(
  request: () => Promise<T>,
  patienceMs = PATIENCE_MS,
): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
    try {
      return await request();
    } catch (error) {
      if (!isTransient(error) || performance.now() + waitMs > deadline) throw error;
    }
    await sleep(waitMs);
  }
}

/** Whether Discord failed, or could not be reached, as opposed to having said no. */
export function isTransient(error: unknown): boolean {
  if (error instanceof HTTPError) return true;
  if (!(error instanceof Error)) return false;
  // Errors of the connection carry a name such as ECONNREFUSED or UND_ERR_SOCKET.
  return error.name === 'AbortError' || typeof (error as { code?: unknown }).code === 'string';
}
