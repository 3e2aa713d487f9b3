import type { APIRole } from 'discord-api-types/v10';
import { RoleFlags } from 'discord-api-types/v10';

interface RoleOptions {
  readonly permissions?: bigint;
  /** Whether anybody may ping the role. */
  readonly mentionable?: boolean;
  /** The bot that Discord made the role for when it was invited. */
  readonly botId?: string;
}

/** A role of a server. */
export class Role {
  readonly id: string;
  readonly name: string;
  readonly mentionable: boolean;
  readonly #botId: string | undefined;
  #permissions: bigint;
  readonly #announce: (role: Role) => void;

  constructor(
    id: string,
    name: string,
    { permissions = 0n, mentionable = false, botId }: RoleOptions,
    announce: (role: Role) => void,
  ) {
    this.id = id;
    this.name = name;
    this.mentionable = mentionable;
    this.#botId = botId;
    this.#permissions = permissions;
    this.#announce = announce;
  }

  get permissions(): bigint {
    return this.#permissions;
  }

  /** As an administrator does it in the settings: the bot hears of it. */
  set permissions(permissions: bigint) {
    this.#permissions = permissions;
    this.#announce(this);
  }

  get mention(): string {
    return `<@&${this.id}>`;
  }

  render(): APIRole {
    const { id, name, mentionable } = this;
    return {
      id,
      name,
      mentionable,
      permissions: String(this.#permissions),
      color: 0,
      colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
      hoist: false,
      position: 0,
      managed: this.#botId !== undefined,
      ...(this.#botId !== undefined && { tags: { bot_id: this.#botId } }),
      flags: 0 as RoleFlags,
    };
  }
}
