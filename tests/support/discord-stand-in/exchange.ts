import type {
  APIApplicationCommandOptionChoice,
  APIModalInteractionResponseCallbackData,
} from 'discord-api-types/v10';
import type { Patience } from './changes.ts';
import type { Acknowledgement, Interaction } from './interaction.ts';
import type { Message } from './message.ts';
import { SeenMessage } from './seen-message.ts';
import type { World } from './world.ts';

/** Something that a member asked of the bot by a command, a button or a form, and its answers. */
export class Exchange {
  readonly interaction: Interaction;
  readonly #world: World;

  constructor(world: World, interaction: Interaction) {
    this.#world = world;
    this.interaction = interaction;
  }

  /** Waits for the first sign of the bot. */
  acknowledged(patience: Patience = {}): Promise<Acknowledgement> {
    return this.#until('an acknowledgement', () => this.interaction.acknowledgement, patience);
  }

  /**
   * Waits for the first answer that says something: the reply, the deferred reply once edited, the
   * message of the component once updated, or where the reply was deleted, a follow-up.
   */
  reply(patience: Patience = {}): Promise<SeenMessage> {
    return this.#until('a reply', () => this.#see(this.#findReply()), patience);
  }

  /** Waits for a follow-up, counted from 0; one that only edited a deferred reply is none. */
  followUp(position = 0, patience: Patience = {}): Promise<SeenMessage> {
    const look = () => this.#see(this.interaction.followUps[position] ?? null);
    return this.#until('a follow-up', look, patience);
  }

  /** The follow-ups so far, as they are now, with the deleted. */
  get followUps(): SeenMessage[] {
    return this.interaction.followUps.map((message) => new SeenMessage(this.#world, message));
  }

  /** Waits for the form that the bot opens. */
  modal(patience: Patience = {}): Promise<APIModalInteractionResponseCallbackData> {
    return this.#until('a form', () => this.interaction.modal, patience);
  }

  /** Waits for what the bot suggests while somebody types. */
  choices(patience: Patience = {}): Promise<readonly APIApplicationCommandOptionChoice[]> {
    return this.#until('choices', () => this.interaction.choices, patience);
  }

  #findReply(): Message | null {
    const { original, isOriginalAnswered, followUps } = this.interaction;
    if (original !== null && isOriginalAnswered && !original.isDeleted) return original;
    return followUps.find(({ isDeleted }) => !isDeleted) ?? null;
  }

  #see(message: Message | null): SeenMessage | null {
    return message === null ? null : new SeenMessage(this.#world, message);
  }

  #until<T>(what: string, look: () => T | null, patience: Patience): Promise<T> {
    const unheard = this.interaction.wasHeard ? '' : ' to what was sent while no bot was connected';
    return this.#world.changes.until(look, { what: what + unheard, ...patience });
  }
}
