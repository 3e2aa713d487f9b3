import { DiscordAPIError } from 'discord.js';
import { ConfigError, DiscordError, messageOf } from '../../errors.ts';
import { isTransient } from './patiently.ts';

const BOT_PAGE =
  'the page "Bot" of your application at https://discord.com/developers/applications';

/** What to say when Discord refuses the token. */
export const TOKEN_REFUSED = `Discord does not accept DISCORD_TOKEN; copy it anew from ${BOT_PAGE} ("Reset Token" shows a new one)`;

/** What to say when Discord refuses the privileged intent. */
export const INTENT_REFUSED =
  'Discord refuses the Message Content intent that MESSAGE_CONTENT=on asks for; switch "Message ' +
  `Content Intent" on, on ${BOT_PAGE}, or set MESSAGE_CONTENT=off`;

/** The error that tells the operator what to do, where an error of a request to Discord is one. */
export function asOperatorError(error: unknown, apiUrl: string): unknown {
  const { code, status } = error as { code?: unknown; status?: unknown };
  if (code === 'TokenInvalid' || status === 401) {
    return new ConfigError(TOKEN_REFUSED, { cause: error });
  }
  if (error instanceof DiscordAPIError) {
    return new DiscordError(
      `${apiUrl} answered with status ${error.status}, as Discord does not; check DISCORD_API_URL`,
      { cause: error },
    );
  }
  const message = messageOf(error);
  // Discord counts how often a bot connects in a day.
  if (message.startsWith('Not enough sessions remaining')) {
    return new DiscordError(
      `Discord lets the bot connect again later only, as it was started too often: ${message}; wait until then`,
      { cause: error },
    );
  }
  if (!isTransient(error)) return error;
  if (typeof status === 'number' && status >= 500) {
    return new DiscordError(
      `Discord itself has a problem: ${apiUrl} answered with status ${status}; try again later, and ` +
        'see https://discordstatus.com',
      { cause: error },
    );
  }
  return new DiscordError(
    `Discord cannot be reached at ${apiUrl}: ${message}; check the network and DISCORD_API_URL`,
    { cause: error },
  );
}
