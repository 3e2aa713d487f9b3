import { button, element, newId } from './dom.js';
import { optionField } from './option-field.js';

/**
 * The form for the options of a command.
 *
 * @param command its full name, description and options.
 * @param context.values of options that are known already.
 * @param context.onRun is told the values and files, by option, once they are complete.
 * @param context.onCancel
 */
export function commandForm(command, context) {
  const title = element('h3', { id: newId() }, `/${command.name}`);
  const fields = command.options.map((option) => ({
    option,
    ...optionField(option, context),
  }));
  for (const { option, input } of fields) {
    const value = context.values[option.name];
    if (value !== undefined) input.value = value;
  }
  const form = element(
    'form',
    { className: 'command', 'aria-labelledby': title.id },
    title,
    element('p', { className: 'description' }, command.description),
    ...fields.map(({ row }) => row),
    element(
      'div',
      { className: 'row' },
      element('button', { type: 'submit', className: 'primary' }, 'Run'),
      button('Cancel', context.onCancel),
    ),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    context.onRun(readFields(fields));
  });
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented) context.onCancel();
  });
  const first = fields.find(({ input }) => input.value === '') ?? fields[0];
  return { form, focus: () => (first?.input ?? form.querySelector('button')).focus() };
}

function readFields(fields) {
  const options = {};
  const files = {};
  for (const { option, read } of fields) {
    const value = read();
    if (value instanceof File) files[option.name] = value;
    else if (value !== undefined) options[option.name] = value;
  }
  return { options, files };
}
