import { accessSync, constants, statSync } from 'node:fs';
import { tmpdir } from 'node:os';

/** A folder for temporary files that is on another disk than the usual one; null where there is none. */
export function otherDisk(): string | null {
  const candidate = '/dev/shm';
  try {
    accessSync(candidate, constants.W_OK);
    return statSync(candidate).dev === statSync(tmpdir()).dev ? null : candidate;
  } catch {
    return null;
  }
}
