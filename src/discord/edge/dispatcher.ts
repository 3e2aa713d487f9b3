import {
  type AutocompleteInteraction,
  DiscordAPIError,
  type Interaction,
  type Message,
} from 'discord.js';
import { RESTJSONErrorCodes } from 'discord-api-types/v10';
import type { Logger } from '../../logger.ts';
import type { SettledMessages } from '../../state/settled-messages.ts';
import { SHORT_LIVED_MS } from '../answer-reply.ts';
import type { Bot } from '../bot.ts';
import { type Handling, type Outcome, privateNote } from '../reply.ts';
import type { MentionRequest, OverheardRequest } from '../request.ts';
import { AnsweredOnce } from './answered-once.ts';
import { InFlight } from './in-flight.ts';
import { InTurn } from './in-turn.ts';
import type { Observer, RequestKind, Served } from './observer.ts';
import {
  fromAutocomplete,
  fromButton,
  fromMessage,
  fromMessageCommand,
  fromModal,
  fromSlashCommand,
} from './receive.ts';
import { replyToMessage } from './reply-to-message.ts';
import { replaceAnswer, respond } from './respond.ts';
import type { Sender } from './sender.ts';
import { ShortLivedMessages } from './short-lived-messages.ts';

/** Answers that have been begun get this long to be finished when the program is to end. */
const FAREWELL_MS = 8000;
/** And this long what is to be taken away. */
const TIDYING_MS = 1000;

const RESTARTING = privateNote('I am just being restarted. Please ask again in a minute.');
const APOLOGY = {
  content:
    'Something went wrong on my side, and I could not answer. It has been noted; please try again.',
};

/** Discord's words for an answer that came too late, or to something that is gone by now. */
const TOO_LATE = new Set<number | string>([
  RESTJSONErrorCodes.UnknownInteraction,
  RESTJSONErrorCodes.UnknownMessage,
  RESTJSONErrorCodes.UnknownChannel,
  RESTJSONErrorCodes.UnknownWebhook,
  RESTJSONErrorCodes.InvalidWebhookToken,
  RESTJSONErrorCodes.CannotSendMessagesToThisUser,
]);

/** Takes what Discord delivers to the bot, and the bot's answers back. Errors end here. */
export class Dispatcher {
  readonly #bot: Bot;
  readonly #sender: Sender;
  readonly #logger: Logger;
  readonly #observer: Observer;
  readonly #once: AnsweredOnce;
  readonly #inFlight = new InFlight();
  /** A message that is edited or deleted while it is being answered is dealt with afterwards. */
  readonly #byMessage = new InTurn();
  readonly #shortLived: ShortLivedMessages;
  #isClosing = false;

  constructor(
    bot: Bot,
    sender: Sender,
    {
      logger,
      observer,
      settled,
    }: {
      readonly logger: Logger;
      readonly observer: Observer;
      /** Where it is noted what needs no answer any more; null for nowhere. */
      readonly settled: SettledMessages | null;
    },
  ) {
    this.#bot = bot;
    this.#sender = sender;
    this.#logger = logger;
    this.#observer = observer;
    this.#once = new AnsweredOnce(settled, logger);
    this.#shortLived = new ShortLivedMessages(sender, (error) =>
      logger.warn({ error }, 'could not take a message away'),
    );
  }

  dispatchInteraction(interaction: Interaction): void {
    const { id, type } = interaction;
    const logger = this.#logger.child({ interaction: id, type, name: nameOf(interaction) });
    this.#add(
      kindOf(interaction),
      interaction.isAutocomplete()
        ? guarded(logger, () => this.#suggest(interaction))
        : this.#serveInteraction(interaction, logger),
    );
  }

  dispatchMessage(message: Message): void {
    if (this.#isClosing) return;
    // Read at once, since the library changes it where it is edited.
    const request = fromMessage(message);
    if (request === null) return;
    if (this.#isAddressed(request)) void this.#answerOnce(request);
    else this.#add('mention', this.#answerMessage(request));
  }

  /**
   * A message that may have been missed while nobody listened: one to the bot is answered unless it has
   * been already.
   *
   * @returns when that is done; never rejects.
   */
  async dispatchMissed(message: Message): Promise<void> {
    const request = fromMessage(message);
    if (this.#isClosing || request === null || !this.#isAddressed(request)) return;
    await this.#answerOnce(request);
  }

  async #answerOnce(request: MentionRequest | OverheardRequest): Promise<void> {
    const answered = this.#once.begin(request.id, () => this.#answerMessage(request));
    if (answered === null) return;
    this.#add('mention', answered);
    await answered;
  }

  #isAddressed(request: MentionRequest | OverheardRequest): boolean {
    try {
      return this.#bot.isAddressed(request);
    } catch (error) {
      this.#logger.warn({ error }, 'could not look up whether a message is to the bot');
      return false;
    }
  }

  #answerMessage(request: MentionRequest | OverheardRequest): Promise<Ending> {
    const logger = this.#logger.child({ message: request.id });
    const serve = (): Promise<Ending> =>
      guarded(
        logger,
        () => this.#serveMessage(request),
        () => this.#apologiseBelow(request),
      );
    return this.#byMessage.run([request.id], serve);
  }

  dispatchEdit(message: Message): void {
    if (this.#isClosing) return;
    const request = fromMessage(message);
    if (request !== null) this.#follow([message.id], () => this.#bot.edited(request));
  }

  dispatchDeletion(messageIds: readonly string[]): void {
    this.#follow(messageIds, () => this.#bot.deleted(messageIds));
  }

  dispatchChannelDeletion(channelId: string): void {
    this.#follow([channelId], () => Promise.resolve(this.#bot.channelDeleted(channelId)));
  }

  /** Does what a change of messages or channels asks for, and what nobody waits for. */
  #follow(ids: readonly string[], work: () => Promise<void>): void {
    const done = this.#byMessage.run(ids, work).catch((error: unknown) => {
      const isGone = error instanceof DiscordAPIError && TOO_LATE.has(error.code);
      this.#logger[isGone ? 'debug' : 'error']({ error, id: ids[0] }, 'could not follow a change');
    });
    this.#inFlight.add(done);
  }

  /** Takes nothing new on, finishes what has been begun, for some seconds, and tidies up. */
  async close(): Promise<void> {
    this.#isClosing = true;
    this.#inFlight.add(this.#bot.close());
    await this.#inFlight.finished(FAREWELL_MS);
    this.#inFlight.add(this.#shortLived.removeAll());
    await this.#inFlight.finished(TIDYING_MS);
  }

  /** @param work must not reject. */
  #add(kind: RequestKind, work: Promise<Ending>): void {
    this.#inFlight.add(this.#observe(kind, work));
  }

  async #observe(kind: RequestKind, work: Promise<Ending>): Promise<void> {
    const startedMs = performance.now();
    const outcome = await work;
    if (outcome === 'left_alone') return;
    this.#observer.served({ kind, outcome, ms: performance.now() - startedMs });
  }

  async #suggest(interaction: AutocompleteInteraction): Promise<null> {
    const choices = await this.#bot.suggest(fromAutocomplete(interaction));
    await this.#sender.offer(interaction, choices);
    return null;
  }

  #serveInteraction(interaction: Interaction, logger: Logger): Promise<Ending> {
    let handling: Handling | null = null;
    return guarded(
      logger,
      async () => {
        handling = this.#isClosing ? RESTARTING : this.#handlingOf(interaction);
        return respond(handling, interaction, this.#sender);
      },
      () => replaceAnswer(APOLOGY, handling, interaction, this.#sender),
    );
  }

  #handlingOf(interaction: Interaction): Handling {
    if (interaction.isChatInputCommand()) return this.#bot.handle(fromSlashCommand(interaction));
    if (interaction.isMessageContextMenuCommand()) {
      return this.#bot.handle(fromMessageCommand(interaction));
    }
    if (interaction.isButton()) return this.#bot.handle(fromButton(interaction));
    if (interaction.isModalSubmit()) return this.#bot.handle(fromModal(interaction));
    throw new Error(`an interaction of type ${interaction.type} was never asked for`);
  }

  async #serveMessage(
    request: MentionRequest | OverheardRequest,
  ): Promise<Outcome | 'left_alone' | null> {
    const handling = this.#bot.handle(request);
    if (handling === null) return 'left_alone';
    const { outcome, passing } = await replyToMessage(handling, request, this.#sender);
    if (passing !== null) this.#shortLived.add(passing.message, passing.removeAfterMs);
    return outcome;
  }

  /** Nothing that is written into a channel is private, so it goes again. */
  async #apologiseBelow({ kind, id, place }: MentionRequest | OverheardRequest): Promise<void> {
    if (kind !== 'mention') return;
    const apology = await this.#sender.post(place.channelId, APOLOGY, id);
    this.#shortLived.add(apology, SHORT_LIVED_MS);
  }
}

/** How serving a request ended. Of what nobody asked the bot, nothing is noted. */
type Ending = Served['outcome'] | 'left_alone';

/**
 * The one place where errors of answering end: they are logged under the id of what was asked, and
 * whoever asked is told. Never rejects.
 */
async function guarded(
  logger: Logger,
  answer: () => Promise<Outcome | 'left_alone' | null>,
  apologise: () => Promise<void> = async () => {},
): Promise<Ending> {
  const startedMs = performance.now();
  try {
    const outcome = await answer();
    if (outcome !== 'left_alone') {
      logger.info({ ms: Math.round(performance.now() - startedMs) }, 'answered');
    }
    return outcome;
  } catch (error) {
    if (error instanceof DiscordAPIError && TOO_LATE.has(error.code)) {
      logger.warn({ code: error.code }, 'Discord no longer takes the answer');
      return 'too_late';
    }
    logger.error({ error }, 'could not answer');
    await apologise().catch((failure: unknown) =>
      logger.warn({ error: failure }, 'could not say sorry'),
    );
    return 'failed';
  }
}

function kindOf(interaction: Interaction): RequestKind {
  if (interaction.isAutocomplete()) return 'autocomplete';
  if (interaction.isButton()) return 'button';
  if (interaction.isModalSubmit()) return 'form';
  return interaction.isContextMenuCommand() ? 'message_command' : 'command';
}

function nameOf(interaction: Interaction): string | undefined {
  if (interaction.isCommand() || interaction.isAutocomplete()) return interaction.commandName;
  // The action alone: the rest names an answer.
  return interaction.isButton() ? interaction.customId.split(':')[0]?.slice(0, 20) : undefined;
}
