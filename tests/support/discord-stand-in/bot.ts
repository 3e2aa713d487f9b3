import type { User } from './user.ts';

/** The application and its account, as its owner has set them up with Discord. */
export interface Bot {
  /** The application has the same id as its account. */
  readonly user: User;
  readonly token: string;
  /** What a message has to contain to mention the bot. */
  readonly mention: string;
  /** Whether the privileged intent for the content of messages is enabled. */
  readonly messageContentEnabled: boolean;
}
