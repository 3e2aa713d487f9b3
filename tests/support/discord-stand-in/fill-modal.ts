import type { APIModalInteractionResponseCallbackData } from 'discord-api-types/v10';
import { ComponentType } from 'discord-api-types/v10';

type Fields = Readonly<Record<string, string>>;

interface Input {
  readonly type: ComponentType;
  readonly custom_id: string;
  readonly required?: boolean;
  readonly value?: string;
  readonly min_length?: number;
  readonly max_length?: number;
}

/**
 * A form as somebody sends it who has filled in these fields, by their ids.
 *
 * @throws Error where the form has no such field, or would not let itself be sent.
 */
export function fillModal(modal: APIModalInteractionResponseCallbackData, fields: Fields): object {
  const inputs: string[] = [];
  const fill = (input: Input): object => {
    inputs.push(input.custom_id);
    return fillInput(input, fields[input.custom_id]);
  };
  const components = modal.components.map((row) => {
    if (row.type === ComponentType.ActionRow) {
      return { type: row.type, components: row.components.map((input) => fill(input as Input)) };
    }
    if (row.type === ComponentType.Label) {
      return { type: row.type, component: fill(row.component) };
    }
    return { type: row.type };
  });
  const unknown = Object.keys(fields).find((customId) => !inputs.includes(customId));
  if (unknown !== undefined) throw new Error(`the form has no field “${unknown}”`);
  return { custom_id: modal.custom_id, components };
}

function fillInput(input: Input, given: string | undefined): object {
  const { type, custom_id: customId } = input;
  const value = given ?? input.value ?? '';
  if (value === '' && input.required !== false) throw new Error(`“${customId}” is required`);
  if (type !== ComponentType.TextInput) return { type, custom_id: customId, values: [value] };
  if (value.length > (input.max_length ?? 4000) || value.length < (input.min_length ?? 0)) {
    throw new Error(`“${customId}” does not take ${value.length} characters`);
  }
  return { type, custom_id: customId, value };
}
