import type {
  APIApplicationCommandBasicOption,
  APIApplicationCommandOption,
} from 'discord-api-types/v10';
import { ApplicationCommandOptionType as OptionType } from 'discord-api-types/v10';
import type { Channel } from './channel.ts';
import type { Files, Upload } from './files.ts';
import type { Member } from './member.ts';
import type { Role } from './role.ts';

/** What somebody gives for an option of a slash command. */
export type OptionValue = string | number | boolean | Member | Channel | Role | Upload;
export type OptionValues = Readonly<Record<string, OptionValue>>;

interface Typing {
  readonly values: OptionValues;
  /** The option that somebody is typing, which the bot completes. */
  readonly focused: string | null;
}

interface GivenOption {
  readonly name: string;
  readonly type: OptionType;
  readonly value?: string | number | boolean;
  readonly focused?: true;
  readonly options?: GivenOption[];
}

type Resolved = Record<string, Record<string, object>>;

/** Turns what somebody gives into the options of an interaction, as a client of Discord does. */
export class SlashOptions {
  readonly resolved: Resolved = {};
  readonly #files: Files;
  readonly #typing: Typing;

  constructor(files: Files, typing: Typing) {
    this.#files = files;
    this.#typing = typing;
  }

  /**
   * @param path the names of a subcommand group and a subcommand, where there are any.
   * @throws Error where a person could not send this: an option is unknown, missing or wrong.
   */
  fill(
    definitions: readonly APIApplicationCommandOption[],
    path: readonly string[],
  ): GivenOption[] {
    const [name, ...rest] = path;
    if (name !== undefined) {
      const sub = definitions.find((definition) => definition.name === name);
      if (sub?.type !== OptionType.Subcommand && sub?.type !== OptionType.SubcommandGroup) {
        throw new Error(`no subcommand “${name}”`);
      }
      return [{ name, type: sub.type, options: this.fill(sub.options ?? [], rest) }];
    }
    const basic = definitions.filter(
      (definition): definition is APIApplicationCommandBasicOption =>
        definition.type !== OptionType.Subcommand && definition.type !== OptionType.SubcommandGroup,
    );
    if (basic.length < definitions.length) throw new Error('a subcommand has to be named');
    const { values, focused } = this.#typing;
    const unknown = Object.keys(values).find((key) => basic.every((option) => option.name !== key));
    if (unknown !== undefined) throw new Error(`no option “${unknown}”`);
    return basic.flatMap((definition) => {
      const value = values[definition.name];
      if (definition.name === focused) return [complete(definition, value)];
      if (value === undefined) {
        if (definition.required === true && focused === null) {
          throw new Error(`the option “${definition.name}” is required`);
        }
        return [];
      }
      const { name: optionName, type } = definition;
      return [{ name: optionName, type, value: this.#convert(definition, value) }];
    });
  }

  #convert(
    definition: APIApplicationCommandBasicOption,
    value: OptionValue,
  ): string | number | boolean {
    switch (definition.type) {
      case OptionType.String:
      case OptionType.Integer:
      case OptionType.Number:
      case OptionType.Boolean:
        checkPlain(definition, value);
        return value;
      case OptionType.Attachment: {
        const attachment = this.#files.store(value as Upload);
        return this.#resolve('attachments', attachment.id, attachment);
      }
      case OptionType.User: {
        const { user } = value as Member;
        const { user: rendered, ...member } = (value as Member).render();
        this.#resolve('members', user.id, member);
        return this.#resolve('users', user.id, rendered);
      }
      case OptionType.Channel: {
        const channel = value as Channel;
        return this.#resolve('channels', channel.id, channel.render());
      }
      case OptionType.Role: {
        const role = value as Role;
        return this.#resolve('roles', role.id, role.render());
      }
      case OptionType.Mentionable:
        throw new Error('the stand-in does not cover options that take users and roles');
      // Every type is above, but a definition that was not checked may have another.
      default:
        throw new Error(`no option has the type ${String(definition satisfies never)}`);
    }
  }

  #resolve(kind: string, id: string, entry: object): string {
    (this.resolved[kind] ??= {})[id] = entry;
    return id;
  }
}

function complete(
  definition: APIApplicationCommandBasicOption,
  value: OptionValue | undefined,
): GivenOption {
  const { name, type } = definition;
  if (!('autocomplete' in definition) || !definition.autocomplete) {
    throw new Error(`the option “${name}” is not completed`);
  }
  return {
    name,
    type,
    value: typeof value === 'string' ? value : '',
    focused: true,
  };
}

function checkPlain(
  definition: APIApplicationCommandBasicOption,
  value: OptionValue,
): asserts value is string | number | boolean {
  const { name, type } = definition;
  const fail = (reason: string): never => {
    throw new Error(`${JSON.stringify(value)} cannot be given for the option “${name}”: ${reason}`);
  };
  if (type === OptionType.Boolean) {
    if (typeof value !== 'boolean') fail('no boolean');
    return;
  }
  if (type === OptionType.String) {
    if (typeof value !== 'string') return fail('no text');
    if (value === '') fail('empty');
    if (value.length < (definition.min_length ?? 0)) fail('too short');
    if (value.length > (definition.max_length ?? 6000)) fail('too long');
  }
  if (type === OptionType.Integer || type === OptionType.Number) {
    if (typeof value !== 'number') return fail('no number');
    if (type === OptionType.Integer && !Number.isInteger(value)) fail('no integer');
    if (value < (definition.min_value ?? -Infinity)) fail('too small');
    if (value > (definition.max_value ?? Infinity)) fail('too large');
  }
  const choices = 'choices' in definition ? (definition.choices ?? []) : [];
  if (choices.length > 0 && choices.every((choice) => choice.value !== value)) fail('no choice');
}
