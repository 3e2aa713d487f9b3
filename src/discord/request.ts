/** Who sent a request, as Discord vouches for it with each one. */
export interface Member {
  readonly id: string;
  /** The name that the server shows. */
  readonly name: string;
  /** Permission bits in the place of the request; none in direct messages. */
  readonly permissions: bigint;
  readonly roleIds: readonly string[];
}

/** Where a request came from. */
export interface Place {
  /** Null in direct messages. */
  readonly serverId: string | null;
  readonly channelId: string;
  /** The channel that a thread or forum post belongs to; null elsewhere. */
  readonly parentId: string | null;
  /** What the bot may do there. */
  readonly botPermissions: bigint;
}

interface RequestBase {
  /** Discord's id of the interaction or message, under which it is logged. */
  readonly id: string;
  readonly member: Member;
  readonly place: Place;
}

/** A value that a member gave to an option of a command. */
export type OptionValue = string | number | boolean;

/** A file that a member sent along. Nothing of this is checked but that Discord has it. */
export interface Attachment {
  readonly name: string;
  readonly sizeBytes: number;
  readonly url: string;
}

/** A slash command, or a command on a message. */
export interface CommandRequest extends RequestBase {
  readonly kind: 'command';
  /** With the subcommand, as in `corpus add`. */
  readonly name: string;
  readonly options: Readonly<Record<string, OptionValue>>;
  /** Files that were given to options. */
  readonly attachments: Readonly<Record<string, Attachment>>;
  /** The message that a message command is used on; null for slash commands. */
  readonly target: TargetMessage | null;
}

/** A member is typing an option's value. */
export interface AutocompleteRequest extends RequestBase {
  readonly kind: 'autocomplete';
  readonly name: string;
  /** The option that is being typed. */
  readonly option: string;
  /** What has been typed so far. */
  readonly typed: string;
}

export interface ButtonRequest extends RequestBase {
  readonly kind: 'button';
  readonly customId: string;
  /** The message that the button is on. */
  readonly messageId: string;
}

/** A filled-in form. */
export interface ModalRequest extends RequestBase {
  readonly kind: 'modal';
  readonly customId: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** A message to the bot: one that mentions it, or any in direct messages. */
export interface MentionRequest extends RequestBase {
  readonly kind: 'mention';
  /** Without the mention of the bot. */
  readonly text: string;
  /** The message that this one replies to, if it does. */
  readonly repliesTo: TargetMessage | null;
}

/** A message that is not addressed to the bot, which hears of its text only by privilege. */
export interface OverheardRequest extends Omit<MentionRequest, 'kind'> {
  readonly kind: 'overheard';
  /** Another bot's; the bot never answers those. */
  readonly isByBot: boolean;
}

/** A message that a request is about. */
export interface TargetMessage {
  readonly id: string;
  /** Empty where Discord withholds it. */
  readonly text: string;
  readonly isByThisBot: boolean;
}

/** Everything that members can do, free of the library that it came through. */
export type Request =
  | CommandRequest
  | AutocompleteRequest
  | ButtonRequest
  | ModalRequest
  | MentionRequest
  | OverheardRequest;
