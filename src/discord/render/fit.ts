import type { APIEmbed } from 'discord-api-types/v10';
import { LIMITS } from '../limits.ts';

/** What Discord counts of an embed towards the limit of a message. In UTF-16 units. */
export function embedLength({ title, description, fields, footer, author }: APIEmbed): number {
  const texts = [
    title,
    description,
    footer?.text,
    author?.name,
    ...(fields ?? []).flatMap(({ name, value }) => [name, value]),
  ];
  return texts.reduce((sum, text) => sum + (text?.length ?? 0), 0);
}

/** The first embeds, as many of them as one message can hold. */
export function fitEmbeds(embeds: readonly APIEmbed[]): APIEmbed[] {
  let length = 0;
  const tooLong = embeds.findIndex((embed) => (length += embedLength(embed)) > LIMITS.embedTotal);
  return embeds.slice(0, Math.min(LIMITS.embeds, tooLong === -1 ? embeds.length : tooLong));
}
