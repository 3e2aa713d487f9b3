import type { Choice, Handling } from '../discord/reply.ts';
import type {
  AutocompleteRequest,
  ButtonRequest,
  CommandRequest,
  MentionRequest,
  ModalRequest,
  OverheardRequest,
} from '../discord/request.ts';
import type { Logger } from '../logger.ts';
import type { Chat } from './chat.ts';
import type { UploadedFiles } from './uploaded-files.ts';

/** The part of the bot that the playground drives. */
export interface Answerer {
  handle(request: CommandRequest | ButtonRequest | ModalRequest): Handling;
  handle(request: MentionRequest | OverheardRequest): Handling | null;
  suggest(request: AutocompleteRequest): Promise<Choice[]>;
  edited(request: MentionRequest | OverheardRequest): Promise<void>;
  deleted(messageIds: readonly string[]): Promise<void>;
}

export interface PlaygroundParts {
  readonly chat: Chat;
  readonly files: UploadedFiles;
  /** Whether the bot sees the text of messages that are not addressed to it. */
  readonly readsMessages: boolean;
  readonly logger: Logger;
}
