/**
 * Makes an element. Texts become text nodes, so that nothing in them is ever read as markup.
 *
 * @param {string} name
 * @param {Record<string, unknown>} [properties] of the element; names with a dash are attributes.
 * @param {(Node | string | null)[]} children null for none.
 */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [property, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (property.includes('-') || property === 'role') made.setAttribute(property, value);
    else made[property] = value;
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** A button that does something in the page and sends no form. */
export function button(label, onPress, properties = {}) {
  const made = element('button', { type: 'button', ...properties }, label);
  made.addEventListener('click', onPress);
  return made;
}

let ids = 0;

/** An id for an element that others refer to. */
export function newId() {
  ids += 1;
  return `made-${ids}`;
}

/** Has screen readers say something. */
export function announce(text) {
  const announcer = document.getElementById('announcer');
  // The same words twice would be said once.
  announcer.replaceChildren(element('p', {}, text));
}
