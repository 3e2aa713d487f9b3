import type { APIModalInteractionResponseCallbackData } from 'discord-api-types/v10';
import { ComponentType, TextInputStyle } from 'discord-api-types/v10';
import { checkSelectMenu, checkUniqueId, isSelectMenu } from './check-components.ts';
import { FormProblems, isObject } from './form-problems.ts';

type Component = Readonly<Record<string, unknown>>;

const LONGEST_LABEL = 45;
const LONGEST_INPUT = 4000;

/**
 * Checks a form against Discord’s limits: its inputs stand in action rows or labels.
 *
 * @throws ApiError with every problem there is.
 */
export function checkModal(value: unknown): APIModalInteractionResponseCallbackData {
  const problems = new FormProblems();
  const modal = isObject(value) ? value : {};
  const customIds = new Set<string>();
  problems.text('custom_id', modal['custom_id'], { from: 1, to: 100, isRequired: true });
  problems.text('title', modal['title'], { from: 1, to: LONGEST_LABEL, isRequired: true });
  for (const [path, row] of problems.objects('components', modal['components'], 1, 5)) {
    if (row['type'] === ComponentType.ActionRow) {
      for (const [inputPath, input] of problems.objects(
        `${path}.components`,
        row['components'],
        1,
        1,
      )) {
        const label = { from: 1, to: LONGEST_LABEL, isRequired: true };
        problems.text(`${inputPath}.label`, input['label'], label);
        checkInput(problems, inputPath, input, customIds);
      }
    } else if (row['type'] === ComponentType.Label) {
      const label = { from: 1, to: LONGEST_LABEL, isRequired: true };
      problems.text(`${path}.label`, row['label'], label);
      problems.text(`${path}.description`, row['description'], { to: 100 });
      if (isObject(row['component'])) {
        checkInput(problems, `${path}.component`, row['component'], customIds);
      } else {
        problems.missing(`${path}.component`);
      }
    } else if (row['type'] !== ComponentType.TextDisplay) {
      problems.choice(`${path}.type`, [
        ComponentType.ActionRow,
        ComponentType.TextDisplay,
        ComponentType.Label,
      ]);
    }
  }
  problems.throwIfAny();
  return modal as unknown as APIModalInteractionResponseCallbackData;
}

function checkInput(
  problems: FormProblems,
  path: string,
  input: Component,
  customIds: Set<string>,
): void {
  checkUniqueId(problems, path, input['custom_id'], customIds);
  if (isSelectMenu(input['type'])) {
    checkSelectMenu(problems, path, input);
    return;
  }
  if (input['type'] !== ComponentType.TextInput) {
    problems.choice(`${path}.type`, [ComponentType.TextInput]);
    return;
  }
  const styles = [TextInputStyle.Short, TextInputStyle.Paragraph];
  if (!styles.includes(input['style'] as TextInputStyle)) problems.choice(`${path}.style`, styles);
  problems.text(`${path}.custom_id`, input['custom_id'], { from: 1, to: 100, isRequired: true });
  problems.integer(`${path}.min_length`, input['min_length'], 0, LONGEST_INPUT);
  problems.integer(`${path}.max_length`, input['max_length'], 1, LONGEST_INPUT);
  problems.text(`${path}.value`, input['value'], { to: LONGEST_INPUT });
  problems.text(`${path}.placeholder`, input['placeholder'], { to: 100 });
  problems.boolean(`${path}.required`, input['required']);
}
