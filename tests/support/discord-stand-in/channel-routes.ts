import type { APIMessage } from 'discord-api-types/v10';
import {
  ChannelType,
  MessageFlags,
  PermissionFlagsBits as Permission,
  RESTJSONErrorCodes as Code,
} from 'discord-api-types/v10';
import { ApiError } from './api-error.ts';
import type { Channel } from './channel.ts';
import { checkMessage, type MessageBody } from './check-message.ts';
import { FormProblems, refuseForm } from './form-problems.ts';
import type { Message } from './message.ts';
import { type ApiRequest, type Route, route } from './route.ts';
import type { World } from './world.ts';

/** “A few minutes”, says Discord. */
const NONCE_LIFE_MS = 5 * 60_000;
const MOST_MESSAGES = 100;

/** The routes of channels, threads and the messages in them. */
export function channelRoutes(world: World): Route[] {
  const bot = world.bot.user;

  /** @throws ApiError where the bot does not see the channel or lacks one of the permissions. */
  const channelOf = ({ param }: ApiRequest, ...needed: readonly bigint[]): Channel => {
    const channel = world.channels.get(param('channelId'));
    if (channel === undefined) throw new ApiError(Code.UnknownChannel);
    const abilities = channel.abilitiesOf(bot);
    if ((abilities & Permission.ViewChannel) === 0n) throw new ApiError(Code.MissingAccess);
    if (needed.some((permission) => (abilities & permission) === 0n)) {
      throw new ApiError(Code.MissingPermissions);
    }
    return channel;
  };

  const messageOf = (request: ApiRequest): Message => {
    const channel = channelOf(request);
    const message = world.messages.find(request.param('messageId'));
    // What only one user sees is no message of the channel.
    if (message === null || message.channel !== channel || message.onlyFor !== null) {
      throw new ApiError(Code.UnknownMessage);
    }
    return message;
  };

  const render = (message: Message): APIMessage =>
    world.messages.render(message, world.bot.messageContentEnabled);

  const send = (request: ApiRequest): APIMessage => {
    const channel = channelOf(request);
    const body = checkMessage(request.body);
    checkSending(world, channel, body, request.uploads.length);
    const repeated = body.enforce_nonce === true ? findByNonce(world, channel, body.nonce) : null;
    if (repeated !== null) return render(repeated);
    const repliesTo = findRepliedMessage(world, channel, body);
    if (channel.isArchived) channel.unarchive();
    return render(world.messages.post(channel, bot, body, { repliesTo, uploads: request.uploads }));
  };

  const startThread = (request: ApiRequest, source: Message | null): object => {
    const channel = channelOf(request, Permission.CreatePublicThreads);
    if (source !== null && world.channels.has(source.id)) {
      throw new ApiError(Code.ThreadAlreadyCreatedForMessage);
    }
    const { name } = request.body as { name?: unknown };
    const problems = new FormProblems();
    problems.text('name', name, { from: 1, to: 100, isRequired: true });
    problems.throwIfAny();
    const origin = source === null ? { owner: bot } : { owner: bot, id: source.id };
    return channel.addThread(String(name), origin).render();
  };

  return [
    route('GET /channels/:channelId', (request) => channelOf(request).render()),
    route('GET /channels/:channelId/messages', (request) => {
      const channel = channelOf(request);
      // Without the history Discord answers with none, not with an error.
      if ((channel.abilitiesOf(bot) & Permission.ReadMessageHistory) === 0n) return [];
      return selectMessages(channel, request.query).map(render);
    }),
    route('POST /channels/:channelId/messages', send),
    route('GET /channels/:channelId/messages/:messageId', (request) => {
      channelOf(request, Permission.ReadMessageHistory);
      return render(messageOf(request));
    }),
    route('PATCH /channels/:channelId/messages/:messageId', (request) => {
      const message = messageOf(request);
      if (message.author.id !== bot.id) {
        throw new ApiError(Code.CannotEditMessageAuthoredByAnotherUser);
      }
      world.messages.edit(message, checkMessage(request.body), request.uploads);
      return render(message);
    }),
    route('DELETE /channels/:channelId/messages/:messageId', (request) => {
      const message = messageOf(request);
      if (message.author.id !== bot.id) channelOf(request, Permission.ManageMessages);
      world.messages.delete(message);
      return null;
    }),
    route('POST /channels/:channelId/typing', (request) => {
      const channel = channelOf(request);
      channelOf(request, sendingIn(channel));
      return null;
    }),
    route('PUT /channels/:channelId/messages/:messageId/reactions/:emoji/@me', (request) => {
      channelOf(request, Permission.AddReactions, Permission.ReadMessageHistory);
      messageOf(request);
      return null;
    }),
    route('DELETE /channels/:channelId/messages/:messageId/reactions/:emoji/@me', (request) => {
      messageOf(request);
      return null;
    }),
    route('PUT /channels/:channelId/thread-members/@me', (request) => {
      channelOf(request);
      return null;
    }),
    route('POST /channels/:channelId/threads', (request) => startThread(request, null)),
    route('POST /channels/:channelId/messages/:messageId/threads', (request) =>
      startThread(request, messageOf(request)),
    ),
  ];
}

function sendingIn({ isThread }: Channel): bigint {
  return isThread ? Permission.SendMessagesInThreads : Permission.SendMessages;
}

/** @throws ApiError where the bot may not send such a message here. */
function checkSending(
  { bot }: World,
  channel: Channel,
  body: MessageBody,
  uploadCount: number,
): void {
  const abilities = channel.abilitiesOf(bot.user);
  const needed = [sendingIn(channel)];
  if ((body.embeds ?? []).length > 0) needed.push(Permission.EmbedLinks);
  if (uploadCount > 0) needed.push(Permission.AttachFiles);
  if (needed.some((permission) => (abilities & permission) === 0n)) {
    throw new ApiError(Code.MissingPermissions);
  }
  if (channel.type === ChannelType.GuildForum) {
    throw new ApiError(Code.CannotSendMessagesInNonTextChannel);
  }
  if (channel.recipient !== null && !channel.recipient.takesDirectMessages) {
    throw new ApiError(Code.CannotSendMessagesToThisUser);
  }
  if (channel.isLocked && (abilities & Permission.ManageThreads) === 0n) {
    throw new ApiError(Code.ThreadLocked);
  }
  if (((body.flags ?? 0) & MessageFlags.Ephemeral) !== 0) {
    refuseForm('flags', 'MESSAGE_FLAGS_INVALID', 'Only interactions have ephemeral answers.');
  }
}

function findRepliedMessage(
  { bot, messages }: World,
  channel: Channel,
  { message_reference: reference }: MessageBody,
): Message | null {
  if (reference === undefined || reference === null) return null;
  if ((channel.abilitiesOf(bot.user) & Permission.ReadMessageHistory) === 0n) {
    throw new ApiError(Code.CannotReplyWithoutPermissionToReadMessageHistory);
  }
  const message = messages.find(reference.message_id ?? '');
  if (message !== null && message.channel === channel && message.onlyFor === null) return message;
  if (reference.fail_if_not_exists === false) return null;
  return refuseForm('message_reference', 'MESSAGE_REFERENCE_UNKNOWN_MESSAGE', 'Unknown message');
}

function findByNonce(
  { bot, clock }: World,
  channel: Channel,
  nonce: MessageBody['nonce'],
): Message | null {
  if (nonce === undefined || nonce === null) return null;
  const sinceMs = clock.now() - NONCE_LIFE_MS;
  const first = channel.log.find(
    (message) =>
      message.author.id === bot.user.id &&
      String(message.nonce) === String(nonce) &&
      message.createdAtMs >= sinceMs,
  );
  return first ?? null;
}

/** The messages that a query asks for, newest first. */
function selectMessages({ log }: Channel, query: URLSearchParams): Message[] {
  const limit = Math.min(Number(query.get('limit') ?? 50), MOST_MESSAGES);
  const listed = log.filter(({ isDeleted, onlyFor }) => !isDeleted && onlyFor === null);
  const isBefore = ({ id }: Message, bound: string): boolean => BigInt(id) < BigInt(bound);
  const after = query.get('after');
  if (after !== null) {
    const later = listed.filter((message) => message.id !== after && !isBefore(message, after));
    return later.slice(0, limit).reverse();
  }
  const around = query.get('around');
  if (around !== null) {
    const earlier = listed.filter((message) => isBefore(message, around));
    const rest = listed.slice(earlier.length);
    const half = Math.floor(limit / 2);
    return [...earlier.slice(-half), ...rest.slice(0, limit - half)].reverse();
  }
  const before = query.get('before');
  const earlier = before === null ? listed : listed.filter((message) => isBefore(message, before));
  return earlier.slice(-limit).reverse();
}
