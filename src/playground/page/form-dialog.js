import { button, element, newId } from './dom.js';

/** Discord's numbers. */
const ACTION_ROW = 1;
const TEXT_INPUT = 4;
const LABEL = 18;
const PARAGRAPH = 2;

/**
 * Opens a form of the bot over the page.
 *
 * @param form as Discord is told about it.
 * @param onSubmit is told the values by field.
 */
export function openFormDialog(form, onSubmit) {
  const title = element('h2', { id: newId() }, form.title);
  const fields = form.components.flatMap(fieldsOf);
  const dialog = element('dialog', { 'aria-labelledby': title.id });
  const inner = element(
    'form',
    {},
    title,
    ...fields.map(({ row }) => row),
    element(
      'div',
      { className: 'row' },
      element('button', { type: 'submit', className: 'primary' }, 'Submit'),
      button('Cancel', () => dialog.close()),
    ),
  );
  inner.addEventListener('submit', (event) => {
    event.preventDefault();
    dialog.close();
    onSubmit(Object.fromEntries(fields.flatMap(({ read }) => read())));
  });
  dialog.addEventListener('close', () => dialog.remove());
  dialog.append(inner);
  document.body.append(dialog);
  dialog.showModal();
}

/** The fields of a row, or of a label with what it is for. */
function fieldsOf(component) {
  if (component.type === ACTION_ROW) return component.components.flatMap(fieldsOf);
  if (component.type === LABEL) {
    return fieldsOf({
      ...component.component,
      label: component.label,
      hint: component.description,
    });
  }
  if (component.type === TEXT_INPUT) return [textField(component)];
  const row = element('p', {}, `(A component of type ${component.type} is not shown here.)`);
  return [{ row, read: () => [] }];
}

function textField(component) {
  const id = newId();
  const isLong = component.style === PARAGRAPH;
  const control = element(isLong ? 'textarea' : 'input', {
    id,
    required: component.required ?? true,
    value: component.value ?? '',
    placeholder: component.placeholder ?? '',
    autocomplete: 'off',
  });
  if (isLong) control.rows = 8;
  if (component.min_length !== undefined) control.minLength = component.min_length;
  if (component.max_length !== undefined) control.maxLength = component.max_length;
  const row = element(
    'div',
    { className: 'option' },
    element('label', { htmlFor: id }, component.label, control.required ? ' *' : null),
    control,
    component.hint ? element('small', {}, component.hint) : null,
  );
  return { row, read: () => [[component.custom_id, control.value]] };
}
