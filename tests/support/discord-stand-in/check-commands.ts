import type { RESTPostAPIApplicationCommandsJSONBody } from 'discord-api-types/v10';
import { ApplicationCommandOptionType, ApplicationCommandType } from 'discord-api-types/v10';
import { checkChoices } from './check-choices.ts';
import { FormProblems, isObject } from './form-problems.ts';

type Definition = Readonly<Record<string, unknown>>;

const SLASH_NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const MOST_OPTIONS = 25;
const MOST_LEVELS = 2;
const LONGEST_TEXT_OPTION = 6000;
const MOST_COMMANDS = new Map<unknown, number>([
  [ApplicationCommandType.ChatInput, 100],
  [ApplicationCommandType.User, 5],
  [ApplicationCommandType.Message, 5],
]);
const GROUPS: ReadonlySet<unknown> = new Set([
  ApplicationCommandOptionType.Subcommand,
  ApplicationCommandOptionType.SubcommandGroup,
]);

/**
 * Checks the definitions of all commands of a scope against Discord’s rules.
 *
 * @throws ApiError with every problem there is.
 */
export function checkCommands(value: unknown): RESTPostAPIApplicationCommandsJSONBody[] {
  const problems = new FormProblems();
  const counts = new Map<unknown, number>();
  const names = new Set<string>();
  const definitions = Array.isArray(value) ? value : [];
  for (const [position, definition] of definitions.entries()) {
    const path = String(position);
    const command = isObject(definition) ? definition : {};
    const type = command['type'] ?? ApplicationCommandType.ChatInput;
    checkCommand(problems, path, command, type);
    counts.set(type, (counts.get(type) ?? 0) + 1);
    const key = JSON.stringify([type, command['name']]);
    if (names.has(key)) {
      const message = 'Application command names must be unique';
      problems.add(`${path}.name`, 'APPLICATION_COMMANDS_DUPLICATE_NAME', message);
    }
    names.add(key);
  }
  for (const [type, count] of counts) {
    const most = MOST_COMMANDS.get(type) ?? 0;
    if (count > most) {
      problems.add('0', 'BASE_TYPE_MAX_LENGTH', `Must be ${most} or fewer in length.`);
    }
  }
  problems.throwIfAny();
  return definitions as RESTPostAPIApplicationCommandsJSONBody[];
}

function checkCommand(
  problems: FormProblems,
  path: string,
  command: Definition,
  type: unknown,
): void {
  const { description, options, default_member_permissions: permissions, contexts } = command;
  if (!MOST_COMMANDS.has(type)) problems.choice(`${path}.type`, [...MOST_COMMANDS.keys()]);
  if (permissions !== undefined && permissions !== null && !isBitfield(permissions)) {
    const message = 'Must be a bitfield of permissions, as a string.';
    problems.add(`${path}.default_member_permissions`, 'NUMBER_TYPE_COERCE', message);
  }
  for (const [position, context] of problems.list(`${path}.contexts`, contexts, 0, 3).entries()) {
    if (![0, 1, 2].includes(context as number)) {
      problems.choice(`${path}.contexts.${position}`, [0, 1, 2]);
    }
  }
  if (type === ApplicationCommandType.ChatInput) {
    checkSlashName(problems, `${path}.name`, command['name']);
    problems.text(`${path}.description`, description, { from: 1, to: 100, isRequired: true });
    checkOptions(problems, `${path}.options`, options, 0);
  } else {
    problems.text(`${path}.name`, command['name'], { from: 1, to: 32, isRequired: true });
    if ((description ?? '') !== '') {
      const message = 'Context menu commands cannot have description';
      problems.add(`${path}.description`, 'APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION', message);
    }
    if (options !== undefined) {
      const message = 'Context menu commands cannot have options';
      problems.add(`${path}.options`, 'APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS', message);
    }
  }
}

function isBitfield(value: unknown): boolean {
  return typeof value === 'string' && /^\d+$/.test(value);
}

function checkSlashName(problems: FormProblems, path: string, name: unknown): void {
  if (typeof name !== 'string') {
    problems.missing(path);
  } else if (!SLASH_NAME.test(name) || name !== name.toLowerCase()) {
    const message = 'Command name is invalid';
    problems.add(path, 'APPLICATION_COMMAND_INVALID_NAME', message);
  }
}

function checkOptions(problems: FormProblems, path: string, value: unknown, level: number): void {
  const names = new Set<unknown>();
  let mayBeRequired = true;
  let hasGroups: boolean | null = null;
  for (const [optionPath, option] of problems.objects(path, value, 0, MOST_OPTIONS)) {
    checkSlashName(problems, `${optionPath}.name`, option['name']);
    const limits = { from: 1, to: 100, isRequired: true };
    problems.text(`${optionPath}.description`, option['description'], limits);
    if (names.has(option['name'])) {
      const message = 'Option name already exists in the command';
      problems.add(
        `${optionPath}.name`,
        'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS',
        message,
      );
    }
    names.add(option['name']);
    if (option['required'] === true && !mayBeRequired) {
      const message = 'Required options must be placed before non-required options';
      problems.add(optionPath, 'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID', message);
    }
    mayBeRequired = option['required'] === true;
    const isGroup = GROUPS.has(option['type']);
    if (hasGroups !== null && hasGroups !== isGroup) {
      const message = 'Sub-command and sub-command group option types are mutually exclusive';
      problems.add(path, 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', message);
    }
    hasGroups = isGroup;
    if (isGroup && level < MOST_LEVELS) {
      checkOptions(problems, `${optionPath}.options`, option['options'], level + 1);
    } else {
      checkOption(problems, optionPath, option);
    }
  }
}

function checkOption(problems: FormProblems, path: string, option: Definition): void {
  const { type, choices, autocomplete } = option;
  if (!Number.isInteger(type) || (type as number) < 3 || (type as number) > 11) {
    problems.choice(`${path}.type`, [3, 4, 5, 6, 7, 8, 9, 10, 11]);
  }
  problems.boolean(`${path}.required`, option['required']);
  problems.boolean(`${path}.autocomplete`, autocomplete);
  problems.integer(`${path}.min_length`, option['min_length'], 0, LONGEST_TEXT_OPTION);
  problems.integer(`${path}.max_length`, option['max_length'], 1, LONGEST_TEXT_OPTION);
  checkChoices(problems, `${path}.choices`, choices);
  if (autocomplete === true && Array.isArray(choices) && choices.length > 0) {
    const message = 'Autocomplete and choices are mutually exclusive';
    problems.add(path, 'APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES', message);
  }
}
