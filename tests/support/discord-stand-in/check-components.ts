import { ButtonStyle, ComponentType } from 'discord-api-types/v10';
import type { FormProblems } from './form-problems.ts';

type Component = Readonly<Record<string, unknown>>;

const SELECT_MENUS: readonly unknown[] = [
  ComponentType.StringSelect,
  ComponentType.UserSelect,
  ComponentType.RoleSelect,
  ComponentType.MentionableSelect,
  ComponentType.ChannelSelect,
];
const BUTTON_STYLES = [
  ButtonStyle.Primary,
  ButtonStyle.Secondary,
  ButtonStyle.Success,
  ButtonStyle.Danger,
  ButtonStyle.Link,
];

/** Checks the rows of buttons and menus of a message against Discord’s limits. */
export function checkComponents(problems: FormProblems, value: unknown): void {
  const customIds = new Set<string>();
  for (const [path, row] of problems.objects('components', value, 0, 5)) {
    if (row['type'] !== ComponentType.ActionRow) {
      problems.choice(`${path}.type`, [ComponentType.ActionRow]);
      continue;
    }
    const entries = [...problems.objects(`${path}.components`, row['components'], 1, 5)];
    for (const [entryPath, component] of entries) {
      if (component['type'] === ComponentType.Button) {
        checkButton(problems, entryPath, component);
      } else if (SELECT_MENUS.includes(component['type'])) {
        checkSelectMenu(problems, entryPath, component);
        if (entries.length > 1) {
          const message = 'The specified component exceeds the maximum width';
          problems.add(entryPath, 'COMPONENT_LAYOUT_WIDTH_EXCEEDED', message);
        }
      } else {
        problems.choice(`${entryPath}.type`, [ComponentType.Button, ...SELECT_MENUS]);
      }
      checkUniqueId(problems, entryPath, component['custom_id'], customIds);
    }
  }
}

/** Custom ids may occur once in a message or form. */
export function checkUniqueId(
  problems: FormProblems,
  path: string,
  customId: unknown,
  known: Set<string>,
): void {
  if (typeof customId !== 'string') return;
  if (known.has(customId)) {
    const message = 'Component custom id cannot be duplicated';
    problems.add(`${path}.custom_id`, 'COMPONENT_CUSTOM_ID_DUPLICATED', message);
  }
  known.add(customId);
}

function checkButton(problems: FormProblems, path: string, button: Component): void {
  const { style, label, emoji, url, custom_id: customId } = button;
  if (!BUTTON_STYLES.includes(style as ButtonStyle))
    problems.choice(`${path}.style`, BUTTON_STYLES);
  problems.text(`${path}.label`, label, { to: 80 });
  problems.boolean(`${path}.disabled`, button['disabled']);
  if ((label ?? '') === '' && (emoji ?? null) === null) {
    const message = 'A button must have a label or an emoji';
    problems.add(path, 'BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED', message);
  }
  if (style === ButtonStyle.Link) {
    if (url === undefined) problems.missing(`${path}.url`);
    problems.address(`${path}.url`, url, 512, ['http:', 'https:', 'discord:']);
    if (customId !== undefined) {
      const message = 'A custom id and url cannot both be specified';
      problems.add(path, 'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE', message);
    }
  } else {
    problems.text(`${path}.custom_id`, customId, { from: 1, to: 100, isRequired: true });
    if (url !== undefined) {
      const message = 'A url can be specified for link buttons only';
      problems.add(`${path}.url`, 'BUTTON_COMPONENT_INVALID_URL', message);
    }
  }
}

/** Checks a menu of any kind, in a message or a form. */
export function checkSelectMenu(problems: FormProblems, path: string, menu: Component): void {
  problems.text(`${path}.custom_id`, menu['custom_id'], { from: 1, to: 100, isRequired: true });
  problems.text(`${path}.placeholder`, menu['placeholder'], { to: 150 });
  problems.integer(`${path}.min_values`, menu['min_values'], 0, 25);
  problems.integer(`${path}.max_values`, menu['max_values'], 1, 25);
  if (menu['type'] !== ComponentType.StringSelect) return;
  const values = new Set<unknown>();
  for (const [optionPath, option] of problems.objects(`${path}.options`, menu['options'], 1, 25)) {
    problems.text(`${optionPath}.label`, option['label'], { from: 1, to: 100, isRequired: true });
    problems.text(`${optionPath}.value`, option['value'], { from: 1, to: 100, isRequired: true });
    problems.text(`${optionPath}.description`, option['description'], { to: 100 });
    if (values.has(option['value'])) {
      const message = 'The specified option value is already used';
      problems.add(`${optionPath}.value`, 'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED', message);
    }
    values.add(option['value']);
  }
}

/** Whether a component is a menu to select from. */
export function isSelectMenu(type: unknown): boolean {
  return SELECT_MENUS.includes(type);
}
