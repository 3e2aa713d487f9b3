import type { APIUser } from 'discord-api-types/v10';

/** An account. */
export interface User {
  readonly id: string;
  readonly name: string;
  readonly isBot: boolean;
  /** Whether the user takes direct messages from the bot. */
  takesDirectMessages: boolean;
}

export function renderUser({ id, name, isBot }: User): APIUser {
  return {
    id,
    username: name.toLowerCase().replaceAll(/[^a-z0-9_.]/g, '_'),
    discriminator: '0',
    global_name: name,
    avatar: null,
    bot: isBot,
  };
}
