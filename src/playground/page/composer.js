import { act } from './api.js';
import { commandForm } from './command-form.js';
import { mainOption, matchCommands, readCommandLine } from './commands.js';
import { button, element } from './dom.js';
import { openFormDialog } from './form-dialog.js';
import { encodeFile } from './encode-file.js';
import { Suggestions } from './suggestions.js';

const MAX_MESSAGE_CHARS = 2000;

/** Where members write messages and run commands. */
export class Composer {
  #place;
  #world;
  #problem = element('p', { className: 'problem', role: 'alert' });
  #about = element('p', { className: 'about', hidden: true });
  #input = element('input', {
    id: 'composer-text',
    type: 'text',
    maxLength: MAX_MESSAGE_CHARS,
    'aria-label': 'Message',
  });
  #form;
  #suggestions;
  /** The message that the next one replies to, or takes the place of; null for neither. */
  #subject = null;

  /**
   * @param place the element to be in.
   * @param world what the page knows, as it is now.
   */
  constructor(place, world) {
    this.#place = place;
    this.#world = world;
    this.#suggestions = new Suggestions(this.#input, {
      label: 'Commands',
      find: async (text) => this.#suggest(text),
      onChoose: ({ command }) => this.#begin(command, ''),
      completesOnTab: true,
    });
    this.#form = element(
      'form',
      { className: 'composer', 'aria-label': 'Write' },
      this.#suggestions.list,
      this.#input,
      element('button', { type: 'submit', className: 'primary' }, 'Send'),
    );
    this.#input.addEventListener('keydown', (event) => {
      if (this.#suggestions.takeKey(event)) return;
      if (event.key === 'Escape') this.#turnTo(null);
    });
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#suggestions.close();
      void this.#send();
    });
    place.append(this.#problem, this.#about, this.#form);
  }

  focus() {
    (this.#form.isConnected
      ? this.#input
      : this.#place.querySelector('input, select, button')
    ).focus();
  }

  /** Begins anew: another member, or another channel. */
  reset() {
    this.#suggestions.close();
    this.#turnTo(null);
    this.#showText();
    const { channel, bot } = this.#world;
    this.#input.value = '';
    this.#input.placeholder = `Ask @${bot.name}, or type /`;
    this.#input.setAttribute(
      'aria-label',
      channel.memberId === null ? `Message in #${channel.name}` : `Message to ${bot.name}`,
    );
  }

  /** Writes a reply to a message. */
  reply(message) {
    this.#showText();
    this.#turnTo({ kind: 'reply', message });
    this.#input.focus();
  }

  /** Changes a message of one's own. */
  edit(message) {
    this.#showText();
    this.#turnTo({ kind: 'edit', message });
    this.#input.value = this.#asWritten(message.body.content ?? '');
    this.#input.focus();
  }

  /** Runs a command with a text, or asks for what it still needs. */
  run(command, text) {
    this.#begin(command, text, { isComplete: true });
  }

  /** Does something that may open a form, and says what went wrong. */
  async act(action) {
    const { me } = this.#world;
    this.#problem.textContent = '';
    try {
      const outcome = await act(me.id, action);
      if (outcome.kind === 'form') this.#openForm(outcome);
      return outcome;
    } catch (error) {
      this.#problem.textContent = error.message;
      return null;
    }
  }

  /** Says something that is not part of the chat. */
  tell(text) {
    this.#problem.textContent = text;
  }

  async #send() {
    const text = this.#input.value.trim();
    const subject = this.#subject;
    if (text === '') return;
    if (text.startsWith('/') && subject?.kind !== 'edit') {
      const line = readCommandLine(this.#world.commands, text);
      if (line === null) this.tell('There is no such command; type / to see those there are.');
      else this.#begin(line.command, line.rest, { isComplete: true });
      return;
    }
    this.#input.value = '';
    this.#turnTo(null);
    await this.act(
      subject?.kind === 'edit'
        ? { kind: 'edit', messageId: subject.message.id, text }
        : {
            kind: 'message',
            channelId: this.#world.channel.id,
            text,
            repliesToId: subject?.message.id ?? null,
          },
    );
  }

  /** Offers the commands while nothing but the beginning of one has been typed. */
  #suggest(text) {
    const { commands } = this.#world;
    if (!text.startsWith('/') || this.#subject?.kind === 'edit') return [];
    return matchCommands(commands, text).map((command) => ({
      label: `/${command.name}`,
      detail: command.description,
      command,
    }));
  }

  /**
   * Opens the form of a command, or runs it where nothing is missing.
   *
   * @param options.isComplete whether whoever typed it has sent it off.
   */
  #begin(command, text, { isComplete = false } = {}) {
    const main = mainOption(command);
    const values = main !== undefined && text !== '' ? { [main.name]: text } : {};
    const isMissing = command.options.some(
      ({ name, required }) => required && values[name] === undefined,
    );
    const isUnderstood = text === '' || main !== undefined;
    if (isUnderstood && !isMissing && (isComplete || command.options.length === 0)) {
      this.#showText();
      this.#input.value = '';
      void this.#run(command, { options: values, files: {} });
    } else this.#showCommand(command, values);
  }

  #showCommand(command, values) {
    const { channel } = this.#world;
    const { form, focus } = commandForm(command, {
      members: this.#world.members,
      roles: this.#world.roles,
      channels: this.#world.channels.filter(({ memberId }) => memberId === null),
      values,
      suggest: async (option, typed) => {
        const action = { kind: 'typing', channelId: channel.id, name: command.name, option, typed };
        const outcome = await this.act(action);
        return outcome?.choices ?? [];
      },
      onRun: (given) => {
        this.#input.value = '';
        this.#showText();
        this.#input.focus();
        void this.#run(command, given);
      },
      onCancel: () => {
        this.#showText();
        this.#input.focus();
      },
    });
    this.#showOnly(form);
    focus();
  }

  async #run({ name }, { options, files }) {
    const { channel, maxFileBytes } = this.#world;
    const sent = await Promise.all(
      Object.entries(files).map(async ([option, file]) => [
        option,
        await encodeFile(file, maxFileBytes),
      ]),
    );
    await this.act({
      kind: 'command',
      channelId: channel.id,
      name,
      options,
      files: Object.fromEntries(sent),
      targetId: null,
    });
  }

  #openForm({ form, channelId }) {
    openFormDialog(form, (fields) => {
      void this.act({ kind: 'form', channelId, customId: form.custom_id, fields });
    });
  }

  #showText() {
    this.#showOnly(this.#form);
  }

  #showOnly(form) {
    if (!form.isConnected) this.#place.replaceChildren(this.#problem, this.#about, form);
  }

  #turnTo(subject) {
    if (subject === null && this.#subject?.kind === 'edit') this.#input.value = '';
    this.#subject = subject;
    this.#about.hidden = subject === null;
    if (subject === null) return;
    const what =
      subject.kind === 'edit'
        ? 'Editing your message. '
        : `Replying to ${subject.message.author.name}. `;
    this.#about.replaceChildren(
      what,
      button('Cancel', () => {
        this.#turnTo(null);
        this.#input.focus();
      }),
    );
  }

  /** A text as a member writes it. */
  #asWritten(content) {
    const { bot } = this.#world;
    return content.replaceAll(`<@${bot.id}>`, `@${bot.name}`);
  }
}
