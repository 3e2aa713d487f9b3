import { BOT } from './cast.ts';

const MENTION = `<@${BOT.id}>`;
const WRITTEN = new RegExp(`@${BOT.name}\\b`, 'gi');

/** A text in which the bot's name after an `@` has become a mention of it, as Discord writes those. */
export function withMention(text: string): string {
  return text.replace(WRITTEN, MENTION);
}

export function mentionsBot(text: string): boolean {
  return text.includes(MENTION);
}
