import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../errors.ts';
import type { Library, LibraryOverview } from '../quotes/library.ts';

/** Whether the bot does its work, and if not, why. */
export type Health =
  | { readonly status: 'ok'; readonly articles: number; readonly indexBuilt: string }
  | { readonly status: 'failing'; readonly problems: readonly string[] };

const PATIENCE_MS = 3000;

/** Looks whether Discord is there and the articles can be asked. Never rejects. */
export async function checkHealth(
  isConnected: boolean,
  library: Pick<Library, 'overview'>,
): Promise<Health> {
  const overview = await overviewOf(library).catch(messageOf);
  const problems = [
    ...(isConnected ? [] : ['not connected to Discord']),
    ...(typeof overview === 'string' ? [`the articles cannot be asked: ${overview}`] : []),
  ];
  if (problems.length > 0 || typeof overview === 'string') return { status: 'failing', problems };
  return { status: 'ok', articles: overview.articles, indexBuilt: overview.builtAt };
}

async function overviewOf(library: Pick<Library, 'overview'>): Promise<LibraryOverview> {
  const patience = new AbortController();
  const giveUp = async (): Promise<never> => {
    await sleep(PATIENCE_MS, undefined, { signal: patience.signal });
    throw new Error(`the process that answers has said nothing for ${PATIENCE_MS / 1000} s`);
  };
  try {
    return await Promise.race([library.overview(), giveUp()]);
  } finally {
    patience.abort();
  }
}
