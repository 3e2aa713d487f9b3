import { handleAnswerButton } from './answer-buttons.ts';
import type { BotParts } from './bot-parts.ts';
import { askCommand } from './commands/ask.ts';
import { checkCommand, checkMessageCommand } from './commands/check.ts';
import { corpusCommand } from './commands/corpus.ts';
import { handleForgetMe, handleUnmute, privacyCommand } from './commands/privacy.ts';
import { settingsCommand } from './commands/settings.ts';
import { addPastedText, PASTE_FORM_ID } from './corpus/add.ts';
import { handleConfirmation } from './corpus/confirm.ts';
import { handleGapsButton } from './corpus/gaps.ts';
import { handleListButton, parseListButton } from './corpus/list.ts';
import { handleLogButton, parseLogButton } from './corpus/log.ts';
import { handleOutdatedButton } from './corpus/propose-correction.ts';
import { parseConfirmationButton } from './render/confirmation.ts';
import { parseOutdatedButton } from './render/correction-proposal.ts';
import { parseGapsButton } from './render/gaps.ts';
import type { Command, CommandDefinition } from './commands/command.ts';
import { findQuotesCommand } from './commands/find-quotes.ts';
import { helpCommand } from './commands/help.ts';
import { handleSourcesButton, sourcesCommand } from './commands/sources.ts';
import { handleTimelineButton, timelineCommand } from './commands/timeline.ts';
import { LIMITS } from './limits.ts';
import { Discussion } from './discussion.ts';
import { handleFollowUp, parseFollowUpForm } from './follow-up.ts';
import { forgetMessages } from './forget-messages.ts';
import { handleMention } from './mention.ts';
import { FORGET_ME_ID, UNMUTE_ME_ID } from './render/privacy.ts';
import { reviseAnswer } from './revise-answer.ts';
import { parseAnswerButton } from './render/buttons.ts';
import { parseSourcesButton } from './render/sources.ts';
import { parseTimelineButton } from './render/timeline-button.ts';
import { type Choice, type Handling, privateNote } from './reply.ts';
import type {
  AutocompleteRequest,
  ButtonRequest,
  CommandRequest,
  MentionRequest,
  ModalRequest,
  OverheardRequest,
  Request,
} from './request.ts';

const COMMANDS: readonly Command[] = [
  askCommand,
  findQuotesCommand,
  checkCommand,
  checkMessageCommand,
  timelineCommand,
  sourcesCommand,
  helpCommand,
  privacyCommand,
  corpusCommand,
  settingsCommand,
];

/** Presses that tell the bot to be more reserved where it has joined in. */
const COMPLAINTS = new Set(['not-useful', 'mute-me', 'mute-channel']);

/** What Discord is told about the commands. */
export const COMMAND_DEFINITIONS: readonly CommandDefinition[] = COMMANDS.map(
  ({ definition }) => definition,
);

/** The bot without Discord: turns each request into the way it is answered. */
export class Bot {
  readonly #parts: BotParts;
  readonly #discussion: Discussion;
  readonly #commands = new Map(COMMANDS.map((command) => [command.definition.name, command]));

  constructor(parts: BotParts) {
    this.#parts = parts;
    this.#discussion = new Discussion(parts, parts.discussionTimes);
  }

  /** Whether a message is a question to the bot, and not just overheard. */
  isAddressed(request: MentionRequest | OverheardRequest): boolean {
    return request.kind === 'mention' || this.#isAskedInOwnThread(request);
  }

  /** A message was edited. Never rejects for what Discord no longer has. */
  async edited(request: MentionRequest | OverheardRequest): Promise<void> {
    await this.#discussion.drop(request.id);
    await reviseAnswer(request, this.#parts);
  }

  /** Messages were deleted, by whomever. */
  async deleted(messageIds: readonly string[]): Promise<void> {
    await Promise.all(messageIds.map((id) => this.#discussion.drop(id)));
    await forgetMessages(messageIds, this.#parts);
  }

  /** A channel or thread was deleted with all that stood there. */
  channelDeleted(channelId: string): void {
    this.#parts.deletedMessages.forgetChannel(channelId);
  }

  /** Says nothing unasked any more, once what is being said has been said. */
  close(): Promise<void> {
    return this.#discussion.close();
  }

  /** @returns null for a message that is to be left alone. */
  handle(request: CommandRequest | ButtonRequest | ModalRequest): Handling;
  handle(request: MentionRequest | OverheardRequest): Handling | null;
  handle(request: Exclude<Request, AutocompleteRequest>): Handling | null {
    switch (request.kind) {
      case 'command':
        return this.#handleCommand(request);
      case 'button':
        return this.#handleButton(request);
      case 'modal':
        return this.#handleForm(request);
      case 'mention':
        this.#discussion.hear(request);
        return handleMention(request, this.#parts);
      case 'overheard':
        return this.#handleOverheard(request);
    }
  }

  /** What to offer while an option is typed; at most as many as Discord takes. */
  async suggest(request: AutocompleteRequest): Promise<Choice[]> {
    const command = this.#find(request.name);
    const choices = (await command?.suggest?.(request, this.#parts)) ?? [];
    // A longer value could not be sent back in full.
    return choices.filter(({ value }) => value.length <= LIMITS.choice).slice(0, LIMITS.choices);
  }

  #handleCommand(request: CommandRequest): Handling {
    const command = this.#find(request.name);
    if (command !== undefined) return command.handle(request, this.#parts);
    return privateNote('I no longer know that command. Reload Discord to see those that I have.');
  }

  #handleButton(request: ButtonRequest): Handling {
    const answerButton = parseAnswerButton(request.customId);
    if (answerButton !== null) {
      if (COMPLAINTS.has(answerButton.action)) this.#discussion.complained(request.place.channelId);
      return handleAnswerButton(answerButton, request, this.#parts);
    }
    if (request.customId === FORGET_ME_ID) return handleForgetMe(request, this.#parts);
    if (request.customId === UNMUTE_ME_ID) return handleUnmute(request, this.#parts);
    const sourcesButton = parseSourcesButton(request.customId);
    if (sourcesButton !== null) return handleSourcesButton(sourcesButton, this.#parts);
    const timelinePage = parseTimelineButton(request.customId);
    if (timelinePage !== null) return handleTimelineButton(timelinePage, request, this.#parts);
    return this.#handleModeratorsButton(request);
  }

  #handleModeratorsButton(request: ButtonRequest): Handling {
    const confirmation = parseConfirmationButton(request.customId);
    if (confirmation !== null) return handleConfirmation(confirmation, request, this.#parts);
    const outdatedButton = parseOutdatedButton(request.customId);
    if (outdatedButton !== null) return handleOutdatedButton(outdatedButton, request, this.#parts);
    const gapsButton = parseGapsButton(request.customId);
    if (gapsButton !== null) return handleGapsButton(gapsButton, request, this.#parts);
    const listOffset = parseListButton(request.customId);
    if (listOffset !== null) return handleListButton(listOffset, request, this.#parts);
    const logOffset = parseLogButton(request.customId);
    if (logOffset !== null) return handleLogButton(logOffset, request, this.#parts);
    return privateNote('I no longer know that button.');
  }

  #handleForm(request: ModalRequest): Handling {
    if (request.customId === PASTE_FORM_ID) return addPastedText(request, this.#parts);
    const answerId = parseFollowUpForm(request.customId);
    if (answerId !== null) return handleFollowUp(answerId, request, this.#parts);
    return privateNote('I no longer know that form.');
  }

  /**
   * In a thread that the bot opened every message is a question to it, but for replies to others;
   * elsewhere it may join in.
   */
  #handleOverheard(request: OverheardRequest): Handling | null {
    if (this.#isAskedInOwnThread(request)) return handleMention(request, this.#parts);
    if (!this.#isInOwnThread(request)) this.#discussion.hear(request);
    return null;
  }

  #isAskedInOwnThread(request: OverheardRequest): boolean {
    const { repliesTo, isByBot, text } = request;
    const isToOthers = repliesTo !== null && !repliesTo.isByThisBot;
    return !isByBot && !isToOthers && text !== '' && this.#isInOwnThread(request);
  }

  #isInOwnThread({ place }: OverheardRequest): boolean {
    return place.parentId !== null && this.#parts.conversations.isOwnThread(place.channelId);
  }

  /** A command by its name, which a subcommand may follow. */
  #find(name: string): Command | undefined {
    return this.#commands.get(name) ?? this.#commands.get(name.split(' ')[0] ?? '');
  }
}
