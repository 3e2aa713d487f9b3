import { announce, element, newId } from './dom.js';

/**
 * Offers something to choose while a text is typed: the pattern of a combobox with a list, for
 * keyboard, pointer and screen reader.
 */
export class Suggestions {
  #input;
  #list;
  #find;
  #onChoose;
  #completesOnTab;
  #offered = [];
  #active = -1;
  /** Of the search of which the result is to be shown; later ones overtake earlier ones. */
  #search = 0;

  /**
   * @param input the field.
   * @param options.label of the list.
   * @param options.find what to offer for a text: a promise of `{ label, detail? }`, any number.
   * @param options.onChoose is told which one was chosen.
   * @param options.completesOnTab whether the tabulator takes the first one, instead of moving on.
   */
  constructor(input, { label, find, onChoose, completesOnTab = false }) {
    this.#input = input;
    this.#find = find;
    this.#onChoose = onChoose;
    this.#completesOnTab = completesOnTab;
    this.#list = element('ul', {
      id: newId(),
      role: 'listbox',
      className: 'suggestions',
      hidden: true,
      'aria-label': label,
    });
    input.setAttribute('role', 'combobox');
    input.setAttribute('aria-autocomplete', 'list');
    input.setAttribute('aria-controls', this.#list.id);
    input.setAttribute('aria-expanded', 'false');
    input.autocomplete = 'off';
    input.addEventListener('input', () => void this.update());
    input.addEventListener('blur', () => this.close());
  }

  /** To be put behind the field. */
  get list() {
    return this.#list;
  }

  get isOpen() {
    return !this.#list.hidden;
  }

  async update() {
    this.#search += 1;
    const search = this.#search;
    const offered = await this.#find(this.#input.value);
    if (search !== this.#search) return;
    // What was chosen by arrow keys stays chosen when values come late.
    const active = this.#offered[this.#active]?.label;
    this.#offered = offered;
    this.#list.replaceChildren(...offered.map((item, at) => this.#showItem(item, at)));
    this.#list.hidden = offered.length === 0;
    this.#input.setAttribute('aria-expanded', String(this.isOpen));
    this.#activate(offered.findIndex(({ label }) => label === active));
    if (this.isOpen) announce(`${offered.length} to choose from`);
  }

  close() {
    this.#search += 1;
    this.#list.hidden = true;
    this.#input.setAttribute('aria-expanded', 'false');
    this.#activate(-1);
  }

  /** @returns whether the key was meant for the list. */
  takeKey(event) {
    if (!this.isOpen) return false;
    const { key } = event;
    if (key === 'ArrowDown' || key === 'ArrowUp') this.#move(key === 'ArrowDown' ? 1 : -1);
    else if (key === 'Escape') this.close();
    else if (key === 'Enter' && this.#active >= 0) this.#choose(this.#active);
    else if (key === 'Tab' && !event.shiftKey && this.#completesOnTab)
      this.#choose(Math.max(0, this.#active));
    else return false;
    event.preventDefault();
    return true;
  }

  #showItem({ label, detail }, at) {
    const item = element(
      'li',
      { id: newId(), role: 'option', 'aria-selected': 'false' },
      element('span', {}, label),
      detail === undefined ? null : element('span', { className: 'detail' }, detail),
    );
    // Before the field would lose the focus, and the list be closed.
    item.addEventListener('pointerdown', (event) => event.preventDefault());
    item.addEventListener('click', () => this.#choose(at));
    return item;
  }

  #move(step) {
    const count = this.#offered.length;
    const from = this.#active < 0 && step < 0 ? 0 : this.#active;
    this.#activate((from + step + count) % count);
  }

  #activate(at) {
    this.#list.children[this.#active]?.setAttribute('aria-selected', 'false');
    this.#active = at;
    const item = this.#list.children[at];
    if (item === undefined) {
      this.#input.removeAttribute('aria-activedescendant');
      return;
    }
    item.setAttribute('aria-selected', 'true');
    item.scrollIntoView({ block: 'nearest' });
    this.#input.setAttribute('aria-activedescendant', item.id);
  }

  #choose(at) {
    const item = this.#offered[at];
    this.close();
    if (item !== undefined) this.#onChoose(item);
  }
}
