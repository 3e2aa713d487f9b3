import type { APIApplicationCommandOptionChoice } from 'discord-api-types/v10';
import { FormProblems, isObject } from './form-problems.ts';

const MOST_CHOICES = 25;
const LONGEST_CHOICE = 100;

/**
 * Checks the choices that complete what somebody types.
 *
 * @throws ApiError with every problem there is.
 */
export function checkCompletion(value: unknown): APIApplicationCommandOptionChoice[] {
  const problems = new FormProblems();
  const choices = isObject(value) ? value['choices'] : undefined;
  if (choices === undefined) problems.missing('choices');
  checkChoices(problems, 'choices', choices);
  problems.throwIfAny();
  return choices as APIApplicationCommandOptionChoice[];
}

/** Checks the choices of an option, be they fixed in its definition or given while typing. */
export function checkChoices(problems: FormProblems, path: string, value: unknown): void {
  const names = new Set<unknown>();
  for (const [choicePath, choice] of problems.objects(path, value, 0, MOST_CHOICES)) {
    const limits = { from: 1, to: LONGEST_CHOICE, isRequired: true };
    problems.text(`${choicePath}.name`, choice['name'], limits);
    if (typeof choice['value'] !== 'number') {
      problems.text(`${choicePath}.value`, choice['value'], {
        to: LONGEST_CHOICE,
        isRequired: true,
      });
    }
    if (names.has(choice['name'])) {
      const message = 'The specified choice name is already used';
      problems.add(
        `${choicePath}.name`,
        'APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS',
        message,
      );
    }
    names.add(choice['name']);
  }
}
