/** Mentions of members, roles and channels, custom emoji and timestamps, as Discord writes them. */
export const DISCORD_TOKENS = /<(?:@[!&]?|#|a?:\w{1,32}:|t:)-?\d+(?::\w)?>/g;

/** The words of a message, without what Discord puts between them. */
export function plainQuestion(message: string): string {
  return message.replace(DISCORD_TOKENS, ' ').replace(/\s+/g, ' ').trim();
}
