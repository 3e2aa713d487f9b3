import { OPTION } from './commands.js';
import { element, newId } from './dom.js';
import { Suggestions } from './suggestions.js';

/**
 * A field for an option of a command, made from its definition.
 *
 * @param option as Discord is told about it.
 * @param context.suggest offers values for what was typed: a promise of `{ name, value }`.
 * @param context.members, context.roles, context.channels what there is to choose from.
 * @returns `{ row, input, read }`: what to show, its field, and a promise of the value; undefined for
 *   none. Files are given as they are.
 */
export function optionField(option, context) {
  const id = newId();
  const { control, read, list } = controlFor(option, context);
  control.id = id;
  control.required = option.required === true;
  const hint = element('small', { id: newId() }, option.description);
  control.setAttribute('aria-describedby', hint.id);
  const label = element('label', { htmlFor: id }, option.name, option.required ? ' *' : null);
  const row = element('div', { className: 'option' }, label, control, list ?? null, hint);
  return { row, input: control, read };
}

function controlFor(option, context) {
  switch (option.type) {
    case OPTION.boolean:
      return selectFrom([
        { label: 'True', value: true },
        { label: 'False', value: false },
      ]);
    case OPTION.user:
      return selectFrom(context.members.map(labelled('@')));
    case OPTION.role:
      return selectFrom(context.roles.map(labelled('@')));
    case OPTION.mentionable:
      return selectFrom([...context.members, ...context.roles].map(labelled('@')));
    case OPTION.channel:
      return selectFrom(context.channels.map(labelled('#')));
    case OPTION.attachment:
      return fileField();
    case OPTION.integer:
    case OPTION.number:
      return option.choices ? choiceField(option) : numberField(option);
    default:
      if (option.choices) return choiceField(option);
      return option.autocomplete ? suggestedField(option, context) : textField(option);
  }
}

function labelled(mark) {
  return ({ id, name }) => ({ label: `${mark}${name}`, value: id });
}

function choiceField({ choices }) {
  return selectFrom(choices.map(({ name, value }) => ({ label: name, value })));
}

/** An empty line comes first, for leaving it out. */
function selectFrom(entries) {
  const control = element(
    'select',
    {},
    element('option', { value: '' }, '–'),
    ...entries.map(({ label }, at) => element('option', { value: String(at) }, label)),
  );
  return {
    control,
    read: () => (control.value === '' ? undefined : entries[Number(control.value)].value),
  };
}

function textField({ min_length: minLength, max_length: maxLength }) {
  const control = element('input', { type: 'text', autocomplete: 'off' });
  if (minLength !== undefined) control.minLength = minLength;
  if (maxLength !== undefined) control.maxLength = maxLength;
  return { control, read: () => control.value || undefined };
}

function numberField({ type, min_value: min, max_value: max }) {
  const control = element('input', { type: 'number', min, max });
  control.step = type === OPTION.integer ? '1' : 'any';
  return { control, read: () => (control.value === '' ? undefined : control.valueAsNumber) };
}

function fileField() {
  const control = element('input', { type: 'file' });
  return { control, read: () => control.files[0] };
}

/** What was chosen is shown by its name and sent by its value; what was typed, as it is. */
function suggestedField(option, { suggest }) {
  const { control } = textField(option);
  let chosen = null;
  const suggestions = new Suggestions(control, {
    label: option.name,
    async find(typed) {
      const choices = await suggest(option.name, typed);
      return choices.map(({ name, value }) => ({ label: name, value }));
    },
    onChoose(item) {
      control.value = item.label.slice(0, control.maxLength > 0 ? control.maxLength : undefined);
      chosen = { shown: control.value, value: item.value };
    },
  });
  control.addEventListener('focus', () => void suggestions.update());
  control.addEventListener('keydown', (event) => suggestions.takeKey(event));
  return {
    control,
    list: suggestions.list,
    read: () => (chosen?.shown === control.value ? chosen.value : control.value || undefined),
  };
}
