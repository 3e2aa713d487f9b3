import type {
  APIActionRowComponent,
  APIAllowedMentions,
  APIComponentInMessageActionRow,
  APIEmbed,
  RESTAPIMessageReference,
} from 'discord-api-types/v10';
import { AllowedMentionsTypes, MessageFlags } from 'discord-api-types/v10';
import { checkComponents } from './check-components.ts';
import { checkEmbeds } from './check-embeds.ts';
import { FormProblems, isObject } from './form-problems.ts';

export type ActionRow = APIActionRowComponent<APIComponentInMessageActionRow>;

/** What the stand-in reads of the body of a message; null empties, absent keeps. */
export interface MessageBody {
  readonly content?: string | null;
  readonly embeds?: readonly APIEmbed[] | null;
  readonly components?: readonly ActionRow[] | null;
  readonly allowed_mentions?: APIAllowedMentions | null;
  readonly message_reference?: RESTAPIMessageReference | null;
  readonly flags?: number | null;
  readonly nonce?: string | number | null;
  readonly enforce_nonce?: boolean;
  readonly attachments?: readonly AttachmentPart[] | null;
}

/** A file that stays with a message, or comes with the request under the number that is its id. */
interface AttachmentPart {
  readonly id: string | number;
  /** What there is to see in it. */
  readonly description?: string | null;
}

/** Flags that a bot may set on a message. */
const SETTABLE_FLAGS =
  MessageFlags.SuppressEmbeds | MessageFlags.Ephemeral | MessageFlags.SuppressNotifications;
const MENTION_TYPES = [
  AllowedMentionsTypes.Everyone,
  AllowedMentionsTypes.User,
  AllowedMentionsTypes.Role,
];
const MOST_MENTIONS = 100;

/**
 * Checks the body of a message against Discord’s limits.
 *
 * @throws ApiError with every problem there is.
 */
export function checkMessage(value: unknown): MessageBody {
  const problems = new FormProblems();
  const body = isObject(value) ? value : {};
  problems.text('content', body['content'], { to: 2000 });
  checkEmbeds(problems, body['embeds']);
  checkComponents(problems, body['components']);
  checkAllowedMentions(problems, body['allowed_mentions']);
  checkFlags(problems, body['flags']);
  problems.boolean('tts', body['tts']);
  problems.boolean('enforce_nonce', body['enforce_nonce']);
  if (typeof body['nonce'] !== 'number') problems.text('nonce', body['nonce'], { to: 25 });
  const attachments = problems.list('attachments', body['attachments'], 0, 10);
  for (const [position, attachment] of attachments.entries()) {
    const { description } = attachment as AttachmentPart;
    problems.text(`attachments.${position}.description`, description, { to: 1024 });
  }
  problems.throwIfAny();
  return body;
}

function checkAllowedMentions(problems: FormProblems, value: unknown): void {
  if (value === undefined || value === null) return;
  const path = 'allowed_mentions';
  if (!isObject(value)) {
    problems.add(path, 'MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType');
    return;
  }
  const parse = problems.list(`${path}.parse`, value['parse'], 0, MENTION_TYPES.length);
  for (const [position, type] of parse.entries()) {
    if (!MENTION_TYPES.includes(type as AllowedMentionsTypes)) {
      problems.choice(`${path}.parse.${position}`, MENTION_TYPES);
    }
  }
  for (const type of [AllowedMentionsTypes.User, AllowedMentionsTypes.Role]) {
    const ids = problems.list(`${path}.${type}`, value[type], 0, MOST_MENTIONS);
    if (ids.length > 0 && parse.includes(type)) {
      const message = `parse:["${type}"] and ${type}: [ids...] are mutually exclusive.`;
      problems.add(path, 'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE', message);
    }
  }
  problems.boolean(`${path}.replied_user`, value['replied_user']);
}

function checkFlags(problems: FormProblems, flags: unknown): void {
  problems.integer('flags', flags, 0, Number.MAX_SAFE_INTEGER);
  if (typeof flags === 'number' && (flags & ~SETTABLE_FLAGS) !== 0) {
    // Discord takes more flags than these; a test that meets one has to teach the stand-in.
    problems.add('flags', 'STAND_IN_FLAG_NOT_COVERED', 'The stand-in does not cover this flag.');
  }
}
