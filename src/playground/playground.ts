import type { ButtonRequest, CommandRequest, ModalRequest } from '../discord/request.ts';
import type { Action } from './actions.ts';
import { CAST, type CastMember, ROLES } from './cast.ts';
import { apologise, deliver, type Occasion } from './deliver.ts';
import { describeCommand } from './describe-command.ts';
import { hasButton } from './has-button.ts';
import { findTarget, Messages } from './messages.ts';
import { type Origin, requestFrom } from './origin.ts';
import { DONE, GONE, type Outcome } from './outcome.ts';
import type { Answerer, PlaygroundParts } from './playground-parts.ts';

/**
 * Plays Discord: turns what members do into the requests that the bot knows, and puts what it says to
 * them into the chat. Errors of the bot are logged and end here.
 */
export class Playground {
  readonly #parts: PlaygroundParts;
  readonly #messages: Messages;
  readonly #bot: Promise<Answerer>;
  #resolveBot: (bot: Answerer) => void = () => {};

  constructor(parts: PlaygroundParts) {
    this.#parts = parts;
    this.#bot = new Promise((resolve) => (this.#resolveBot = resolve));
    this.#messages = new Messages(parts, this.#bot);
  }

  /** Has the bot answer from now on, also what has been asked before. */
  open(bot: Answerer): void {
    this.#resolveBot(bot);
  }

  /** Once the bot is there, settles as soon as it is clear how it answers. */
  async act(action: Action, member: CastMember): Promise<Outcome> {
    const { chat } = this.#parts;
    switch (action.kind) {
      case 'message':
        return this.#messages.write(action, member);
      case 'edit':
        return this.#messages.edit(action, member);
      case 'delete':
        return this.#messages.remove(action, member);
      case 'button': {
        const { messageId, customId } = action;
        const message = chat.findMessage(messageId, member.id);
        const channel = message && chat.findChannel(message.channelId, member.id);
        if (!message || !channel || !hasButton(message.body, customId)) return GONE;
        const base = requestFrom({ member, channel }, chat.newId());
        return this.#answer({ ...base, kind: 'button', customId, messageId }, null);
      }
      case 'command':
      case 'form':
      case 'typing': {
        const channel = chat.findChannel(action.channelId, member.id);
        return channel === undefined ? GONE : this.#actIn(action, { member, channel });
      }
    }
  }

  async #actIn(
    action: Extract<Action, { kind: 'command' | 'form' | 'typing' }>,
    { member, channel }: Origin,
  ): Promise<Outcome> {
    const { chat, files } = this.#parts;
    const base = requestFrom({ member, channel }, chat.newId());
    switch (action.kind) {
      case 'typing': {
        const { name, option, typed } = action;
        const request = { ...base, kind: 'autocomplete', name, option, typed } as const;
        return { kind: 'choices', choices: await (await this.#bot).suggest(request) };
      }
      case 'form': {
        const { customId, fields } = action;
        const label = `${member.name} sent a form`;
        return this.#answer({ ...base, kind: 'modal', customId, fields }, label);
      }
      case 'command': {
        const { name, options, targetId } = action;
        const target = targetId === null ? null : findTarget(targetId, member, chat);
        if (target === undefined) return GONE;
        const attachments = Object.fromEntries(
          Object.entries(action.files).map(([option, file]) => [
            option,
            files.put(chat.newId(), file),
          ]),
        );
        const label = describeCommand(member.name, action, (id) => this.#nameOf(id, member));
        const request = { ...base, kind: 'command', name, options, attachments, target } as const;
        return this.#answer(request, label);
      }
    }
  }

  /** Of what an option can be set to. */
  #nameOf(id: string, member: CastMember): string | undefined {
    const known = [...CAST, ...ROLES, ...this.#parts.chat.channelsFor(member.id)];
    return known.find((one) => one.id === id)?.name;
  }

  /** Answers what Discord calls an interaction. A form is handed back, all else goes into the chat. */
  async #answer(
    request: CommandRequest | ButtonRequest | ModalRequest,
    label: string | null,
  ): Promise<Outcome> {
    const { chat, logger } = this.#parts;
    const { member, place } = request;
    const occasion: Occasion = {
      channelId: place.channelId,
      memberId: member.id,
      label,
      messageId: request.kind === 'button' ? request.messageId : null,
    };
    const failed = (error: unknown): void => {
      logger.error({ error }, 'could not answer');
      apologise(occasion, chat);
    };
    const bot = await this.#bot;
    try {
      const handling = bot.handle(request);
      if (handling.acknowledge === 'form') {
        return { kind: 'form', form: handling.form, channelId: place.channelId };
      }
      deliver(handling, occasion, chat).catch(failed);
    } catch (error) {
      failed(error);
    }
    return DONE;
  }
}
