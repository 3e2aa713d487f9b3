import { button, element } from './dom.js';

/** Discord's numbers. */
const ACTION_ROW = 1;
const BUTTON = 2;
const LINK_BUTTON = 5;
const STYLES = { 1: 'primary', 2: 'secondary', 3: 'success', 4: 'danger', 5: 'secondary' };

/**
 * Shows what stands under a message to be pressed.
 *
 * @param actions.press is told the id of the button that was pressed.
 * @param actions.openAddress is told where a link would lead.
 */
export function showComponents(components, actions) {
  return components.map((component) => showComponent(component, actions));
}

function showComponent(component, actions) {
  if (component.type === ACTION_ROW) {
    const inner = showComponents(component.components, actions);
    return element('div', { className: 'buttons' }, ...inner);
  }
  if (component.type === BUTTON) return showButton(component, actions);
  return element('p', {}, `(A component of type ${component.type} is not shown here.)`);
}

function showButton({ style, label = '', emoji, custom_id: customId, url, disabled }, actions) {
  const text = [emoji?.name, label].filter(Boolean).join(' ');
  const onPress = () =>
    style === LINK_BUTTON ? actions.openAddress(url) : actions.press(customId);
  return button(text, onPress, {
    className: STYLES[style] ?? 'secondary',
    disabled: disabled === true,
    'data-key': customId ?? url,
  });
}
