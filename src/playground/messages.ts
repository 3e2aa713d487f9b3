import { InTurn } from '../discord/edge/in-turn.ts';
import type { MentionRequest, OverheardRequest, TargetMessage } from '../discord/request.ts';
import type { Action } from './actions.ts';
import { BOT, type CastMember } from './cast.ts';
import type { Chat, ChatMessage } from './chat.ts';
import { apologise, deliverReply } from './deliver.ts';
import { mentionsBot, withMention } from './mention-bot.ts';
import { type Origin, requestFrom } from './origin.ts';
import { DONE, GONE, type Outcome } from './outcome.ts';
import type { Answerer, PlaygroundParts } from './playground-parts.ts';

/** What members write, edit and delete, and what the bot says to it. */
export class Messages {
  readonly #chat: Chat;
  readonly #parts: Pick<PlaygroundParts, 'readsMessages' | 'logger'>;
  readonly #bot: Promise<Answerer>;
  /** A message that is edited or deleted while it is being answered is dealt with afterwards. */
  readonly #byMessage = new InTurn();

  constructor({ chat, ...parts }: PlaygroundParts, bot: Promise<Answerer>) {
    this.#chat = chat;
    this.#parts = parts;
    this.#bot = bot;
  }

  async write(
    { channelId, text, repliesToId }: Extract<Action, { kind: 'message' }>,
    member: CastMember,
  ): Promise<Outcome> {
    const chat = this.#chat;
    const channel = chat.findChannel(channelId, member.id);
    if (channel === undefined || text.trim() === '') return GONE;
    const message = chat.add({
      channelId,
      author: { id: member.id, name: member.name },
      body: { content: withMention(text) },
      repliesToId:
        repliesToId === null ? null : (findTarget(repliesToId, member, chat)?.id ?? null),
    });
    const bot = await this.#bot;
    const occasion = { channelId, memberId: member.id, label: null, messageId: message.id };
    this.#inTurn(
      message.id,
      async () => {
        const handling = bot.handle(this.#requestOf(message, { member, channel }));
        if (handling !== null)
          await deliverReply(handling, { ...message, memberId: member.id }, chat);
      },
      () => apologise(occasion, chat),
    );
    return DONE;
  }

  /** Only one's own can be edited. */
  async edit(
    { messageId, text }: Extract<Action, { kind: 'edit' }>,
    member: CastMember,
  ): Promise<Outcome> {
    const message = this.#chat.findMessage(messageId, member.id);
    const channel = message && this.#chat.findChannel(message.channelId, member.id);
    if (!message || !channel || message.author.id !== member.id || text.trim() === '') return GONE;
    const body = { content: withMention(text) };
    const edited = this.#chat.change(messageId, { body, isEdited: true }) ?? message;
    const bot = await this.#bot;
    this.#inTurn(messageId, () => bot.edited(this.#requestOf(edited, { member, channel })));
    return DONE;
  }

  /** One's own, and what the bot says to one alone, of which going away it does not hear. */
  async remove(
    { messageId }: Extract<Action, { kind: 'delete' }>,
    member: CastMember,
  ): Promise<Outcome> {
    const message = this.#chat.findMessage(messageId, member.id);
    if (message === undefined) return GONE;
    const isDismissed = message.visibleTo === member.id;
    if (!isDismissed && message.author.id !== member.id) return GONE;
    this.#chat.remove(messageId);
    if (isDismissed) return DONE;
    const bot = await this.#bot;
    this.#inTurn(messageId, () => bot.deleted([messageId]));
    return DONE;
  }

  /** What the bot hears of a message: all of it where it is addressed, else what it may read. */
  #requestOf(message: ChatMessage, origin: Origin): MentionRequest | OverheardRequest {
    const text = message.body.content ?? '';
    const repliesTo = this.#repliedTo(message, origin.member);
    const base = { ...requestFrom(origin, message.id), repliesTo };
    const isAddressed =
      origin.channel.memberId !== null || mentionsBot(text) || repliesTo?.isByThisBot === true;
    return isAddressed
      ? { ...base, kind: 'mention', text }
      : { ...base, kind: 'overheard', text: this.#parts.readsMessages ? text : '', isByBot: false };
  }

  /** The message that another one replies to; its text is withheld where the bot may not read it. */
  #repliedTo({ repliesToId }: ChatMessage, member: CastMember): TargetMessage | null {
    const target = repliesToId === null ? undefined : findTarget(repliesToId, member, this.#chat);
    if (target === undefined) return null;
    const mayRead = target.isByThisBot || this.#parts.readsMessages || mentionsBot(target.text);
    return mayRead ? target : { ...target, text: '' };
  }

  #inTurn(messageId: string, work: () => Promise<void>, recover: () => void = () => {}): void {
    this.#byMessage.run([messageId], work).catch((error: unknown) => {
      this.#parts.logger.error({ error }, 'could not answer');
      recover();
    });
  }
}

/** A message that a request is about; undefined where the member does not see it. */
export function findTarget(id: string, member: CastMember, chat: Chat): TargetMessage | undefined {
  const message = chat.findMessage(id, member.id);
  if (message === undefined) return undefined;
  return { id, text: message.body.content ?? '', isByThisBot: message.author.id === BOT.id };
}
