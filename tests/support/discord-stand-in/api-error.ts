import { RESTJSONErrorCodes as Code } from 'discord-api-types/v10';

const ANSWERS: ReadonlyMap<Code, readonly [status: number, message: string]> = new Map([
  [Code.UnknownApplication, [404, 'Unknown Application']],
  [Code.UnknownChannel, [404, 'Unknown Channel']],
  [Code.UnknownGuild, [404, 'Unknown Guild']],
  [Code.UnknownMember, [404, 'Unknown Member']],
  [Code.UnknownMessage, [404, 'Unknown Message']],
  [Code.UnknownUser, [404, 'Unknown User']],
  [Code.UnknownWebhook, [404, 'Unknown Webhook']],
  [Code.UnknownInteraction, [404, 'Unknown interaction']],
  [Code.UnknownApplicationCommand, [404, 'Unknown application command']],
  [Code.InteractionHasAlreadyBeenAcknowledged, [400, 'Interaction has already been acknowledged.']],
  [Code.MissingAccess, [403, 'Missing Access']],
  [
    Code.CannotEditMessageAuthoredByAnotherUser,
    [403, 'Cannot edit a message authored by another user'],
  ],
  [Code.CannotSendAnEmptyMessage, [400, 'Cannot send an empty message']],
  [Code.CannotSendMessagesToThisUser, [403, 'Cannot send messages to this user']],
  [Code.CannotSendMessagesInNonTextChannel, [400, 'Cannot send messages in a non-text channel']],
  [Code.MissingPermissions, [403, 'Missing Permissions']],
  [Code.InvalidWebhookToken, [401, 'Invalid Webhook Token']],
  [Code.InvalidFormBodyOrContentType, [400, 'Invalid Form Body']],
  [Code.ThreadLocked, [403, 'Thread is locked']],
  [Code.RequestBodyContainsInvalidJSON, [400, 'The request body contains invalid JSON.']],
  [
    Code.CannotReplyWithoutPermissionToReadMessageHistory,
    [403, 'Cannot reply without permission to read message history'],
  ],
  [
    Code.ThreadAlreadyCreatedForMessage,
    [400, 'A thread has already been created for this message'],
  ],
] as const);

/** Mistakes in what was asked for: no state of the server could have made such a request right. */
const MISTAKES: ReadonlySet<Code> = new Set([
  Code.CannotSendAnEmptyMessage,
  Code.InvalidFormBodyOrContentType,
  Code.RequestBodyContainsInvalidJSON,
]);

/** An answer of the API that refuses a request. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: Code;
  /** By path of the field, for forms. */
  readonly errors: object | null;

  constructor(code: Code, errors: object | null = null) {
    const answer = ANSWERS.get(code);
    if (answer === undefined) throw new Error(`the stand-in has no answer for code ${code}`);
    super(answer[1]);
    this.status = answer[0];
    this.code = code;
    this.errors = errors;
  }

  /** Whether the bot is to blame whatever the state of the server. */
  get isMistake(): boolean {
    return MISTAKES.has(this.code);
  }

  toJSON(): object {
    const { message, code, errors } = this;
    return { message, code, ...(errors === null ? {} : { errors }) };
  }
}
