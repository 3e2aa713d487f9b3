import type { BotParts } from './bot-parts.ts';
import type { Slot } from './rate-limit.ts';
import type { Member, Place } from './request.ts';

/** Takes one of the questions that a member may ask in a minute, by the limit of the server. */
export function takeQuestion(
  member: Member,
  { serverId }: Place,
  { limits, settings }: BotParts,
): Slot {
  const chosen = serverId === null ? null : settings.get(serverId).memberQuestionsPerMinute;
  return limits.member.tryTake(member.id, chosen ?? undefined);
}

/** Takes one of the answers that all in a channel see in a minute, by the limit of the server. */
export function takePublicAnswer(
  { serverId, channelId }: Place,
  { limits, settings }: BotParts,
): Slot {
  const chosen = serverId === null ? null : settings.get(serverId).channelAnswersPerMinute;
  return limits.channel.tryTake(channelId, chosen ?? undefined);
}
