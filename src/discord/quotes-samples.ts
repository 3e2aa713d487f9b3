import type { BotParts } from './bot-parts.ts';
import type { Place } from './request.ts';

/**
 * Whether the articles that come with Verbatim may be quoted in a place; moderators may have chosen that
 * they are not. What the operator has left out is not quoted anyway.
 */
export function quotesSamples(
  { serverId }: Pick<Place, 'serverId'>,
  { settings }: Pick<BotParts, 'settings'>,
): boolean {
  return serverId === null || settings.get(serverId).sampleCorpus !== false;
}
