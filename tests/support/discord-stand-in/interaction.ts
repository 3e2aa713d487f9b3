import type {
  APIApplicationCommandOptionChoice,
  APIModalInteractionResponseCallbackData,
  InteractionResponseType,
  InteractionType,
} from 'discord-api-types/v10';
import type { Channel } from './channel.ts';
import type { Member } from './member.ts';
import type { Message } from './message.ts';

/** How the bot answered an interaction in the first three seconds. */
export interface Acknowledgement {
  readonly type: InteractionResponseType;
  /** Whether the answer, which may be still to come, is seen by the asker only. */
  readonly ephemeral: boolean;
  /** From sending the interaction to the answer. */
  readonly afterMs: number;
}

/** An interaction as the stand-in keeps it. */
export interface Interaction {
  readonly id: string;
  readonly token: string;
  readonly type: InteractionType;
  readonly member: Member;
  readonly channel: Channel;
  readonly sentAtMs: number;
  /** Whether a bot was connected when it was sent. */
  readonly wasHeard: boolean;
  /** The message whose component was used. */
  readonly source: Message | null;
  /** The message that a message command was used on. */
  readonly target: Message | null;
  acknowledgement: Acknowledgement | null;
  /** What `@original` names: the answer, or the source where that is updated. */
  original: Message | null;
  /** Whether the answer has been given or the source updated, not merely promised. */
  isOriginalAnswered: boolean;
  /** Whether a deferral has had no edit or deletion yet, so that a follow-up acts as its edit. */
  isDeferralUntouched: boolean;
  readonly followUps: Message[];
  modal: APIModalInteractionResponseCallbackData | null;
  choices: readonly APIApplicationCommandOptionChoice[] | null;
  isExpired: boolean;
}
