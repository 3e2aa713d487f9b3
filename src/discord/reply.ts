import type {
  APIModalInteractionResponseCallbackData,
  RESTPostAPIChannelMessageJSONBody,
} from 'discord-api-types/v10';

/** What is shown: a message as Discord takes it, and nothing in it pings anybody. */
export type MessageBody = Pick<
  RESTPostAPIChannelMessageJSONBody,
  'content' | 'embeds' | 'components'
> & {
  /** Where they are named, they take the place of those that the message had. */
  readonly files?: readonly MessageFile[];
};

/** A file that is shown with a message. */
export interface MessageFile {
  readonly name: string;
  readonly contentType: string;
  /** What there is to see, in up to 1,024 characters, for those who do not see it. Not Markdown. */
  readonly description: string;
  readonly base64: string;
}

/** What can become of a question. */
export const OUTCOMES = ['answered', 'nothing_found', 'busy', 'rate_limited'] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** A message in answer to a request. */
export interface Reply {
  readonly body: MessageBody;
  /** Seen by the asker alone. Mentions cannot be answered so. */
  readonly isPrivate?: boolean;
  /** Takes the message back after this time. */
  readonly removeAfterMs?: number;
  /** What became of the question, where one was asked. */
  readonly outcome?: Outcome;
  /** To be told where the message stands, once it does. */
  readonly sent?: (place: MessagePlace) => void;
}

/** A message of the bot, where it stands. */
export interface MessagePlace {
  readonly channelId: string;
  readonly id: string;
}

/**
 * Shows how far work has come, in the place of its reply. Only the last of several in a row may be
 * shown.
 *
 * @returns where the message stands, once it does; null when it could not be shown.
 */
export type Show = (body: MessageBody) => Promise<MessagePlace | null>;

/**
 * How a request is answered. Discord wants to hear within three seconds, and whether the reply is
 * private is fixed then, so the first step is known before the work begins.
 */
export type Handling =
  | {
      /** A new message, seen by all or by the asker alone. */
      readonly acknowledge: 'publicly' | 'privately';
      readonly reply: (show: Show) => Promise<Reply>;
    }
  | {
      /** The message that the pressed button is on is changed; null takes it away. */
      readonly acknowledge: 'update';
      readonly update: (show: Show) => Promise<MessageBody | null>;
      /** Called instead, where Discord could not be told in time that the press was heard. */
      readonly unheard?: () => void;
    }
  | {
      readonly acknowledge: 'form';
      readonly form: APIModalInteractionResponseCallbackData;
    };

/** A value offered while an option is being typed. */
export interface Choice {
  readonly name: string;
  readonly value: string;
}

/** A note in words that only the asker sees. */
export function privateNote(content: string): Handling {
  return { acknowledge: 'privately', reply: () => Promise.resolve(noteTo(content)) };
}

/** A private reply in words. */
export function noteTo(content: string): Reply {
  return { body: { content }, isPrivate: true };
}
