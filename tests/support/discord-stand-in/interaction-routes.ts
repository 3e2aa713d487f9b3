import {
  InteractionResponseType as ResponseType,
  InteractionType,
  MessageFlags,
  RESTJSONErrorCodes as Code,
} from 'discord-api-types/v10';
import { ApiError } from './api-error.ts';
import { checkCompletion } from './check-choices.ts';
import { checkMessage } from './check-message.ts';
import { checkModal } from './check-modal.ts';
import type { Upload } from './files.ts';
import { isObject, refuseForm } from './form-problems.ts';
import type { Interaction } from './interaction.ts';
import type { Message } from './message.ts';
import { type ApiRequest, openRoute, type Route } from './route.ts';
import type { World } from './world.ts';

/** The routes by which the bot answers interactions. */
export function interactionRoutes(world: World): Route[] {
  const { messages, interactions } = world;

  const underWay = ({ param }: ApiRequest): Interaction => {
    if (param('applicationId') !== world.bot.user.id) throw new ApiError(Code.UnknownWebhook);
    return interactions.underWay(param('token'));
  };
  const messageOf = (request: ApiRequest): [Interaction, Message] => {
    const interaction = underWay(request);
    return [interaction, findAnswer(interaction, request.param('messageId'))];
  };
  const edit = (interaction: Interaction, message: Message, { body, uploads }: ApiRequest) => {
    messages.edit(message, checkMessage(body), uploads);
    if (message !== interaction.original) return messages.render(message, true);
    interaction.isDeferralUntouched = false;
    interaction.isOriginalAnswered = true;
    world.changes.tell();
    return messages.render(message, true);
  };

  return [
    openRoute('POST /interactions/:interactionId/:token/callback', (request) => {
      const { param, query, body, uploads } = request;
      const interaction = interactions.awaitingAnswer(param('interactionId'), param('token'));
      answer(world, interaction, body, uploads);
      world.changes.tell();
      return query.get('with_response') === 'true' ? renderCallback(world, interaction) : null;
    }),
    openRoute('POST /webhooks/:applicationId/:token', (request) => {
      const interaction = underWay(request);
      const { original, isDeferralUntouched } = interaction;
      // Discord takes the first follow-up to a deferral for its edit, which keeps who sees it.
      if (isDeferralUntouched && original !== null && !original.isDeleted) {
        return edit(interaction, original, request);
      }
      const message = postAnswer(world, interaction, request.body, request.uploads);
      interaction.followUps.push(message);
      world.changes.tell();
      return messages.render(message, true);
    }),
    openRoute('GET /webhooks/:applicationId/:token/messages/:messageId', (request) =>
      messages.render(messageOf(request)[1], true),
    ),
    openRoute('PATCH /webhooks/:applicationId/:token/messages/:messageId', (request) =>
      edit(...messageOf(request), request),
    ),
    openRoute('DELETE /webhooks/:applicationId/:token/messages/:messageId', (request) => {
      const [interaction, message] = messageOf(request);
      if (message === interaction.original) interaction.isDeferralUntouched = false;
      messages.delete(message);
      return null;
    }),
  ];
}

/** The first answer to an interaction. @throws ApiError where it is not one that fits. */
function answer(
  world: World,
  interaction: Interaction,
  body: unknown,
  uploads: readonly Upload[],
): void {
  const { type: wanted, data } = isObject(body) ? body : {};
  const allowed = answersTo(interaction);
  const type = allowed.find((candidate) => candidate === wanted);
  if (type === undefined) {
    const message = `Value must be one of {${allowed.join(', ')}}.`;
    return refuseForm('type', 'BASE_TYPE_CHOICES', message);
  }
  const { source } = interaction;
  switch (type) {
    case ResponseType.ChannelMessageWithSource:
      interaction.original = postAnswer(world, interaction, data, uploads);
      interaction.isOriginalAnswered = true;
      break;
    case ResponseType.DeferredChannelMessageWithSource:
      interaction.original = postPlaceholder(world, interaction, data);
      interaction.isDeferralUntouched = true;
      break;
    case ResponseType.DeferredMessageUpdate:
      interaction.original = source;
      break;
    case ResponseType.UpdateMessage:
      if (source === null || source.isDeleted) throw new ApiError(Code.UnknownMessage);
      world.messages.edit(source, checkMessage(data), uploads);
      interaction.original = source;
      interaction.isOriginalAnswered = true;
      break;
    case ResponseType.ApplicationCommandAutocompleteResult:
      interaction.choices = checkCompletion(data);
      break;
    case ResponseType.Modal:
      interaction.modal = checkModal(data);
      break;
    case ResponseType.Pong:
    case ResponseType.PremiumRequired:
    case ResponseType.LaunchActivity:
      throw new Error('not among the answers allowed');
  }
  interaction.acknowledgement = {
    type,
    ephemeral: (interaction.original?.onlyFor ?? null) !== null,
    afterMs: world.clock.now() - interaction.sentAtMs,
  };
}

function answersTo({ type, source }: Interaction): ResponseType[] {
  if (type === InteractionType.ApplicationCommandAutocomplete) {
    return [ResponseType.ApplicationCommandAutocompleteResult];
  }
  const answers = [
    ResponseType.ChannelMessageWithSource,
    ResponseType.DeferredChannelMessageWithSource,
  ];
  if (source !== null) {
    answers.push(ResponseType.DeferredMessageUpdate, ResponseType.UpdateMessage);
  }
  if (type !== InteractionType.ModalSubmit) answers.push(ResponseType.Modal);
  return answers;
}

function postAnswer(
  world: World,
  interaction: Interaction,
  value: unknown,
  uploads: readonly Upload[],
): Message {
  const { channel, member } = interaction;
  if (!world.channels.has(channel.id)) throw new ApiError(Code.UnknownChannel);
  const body = checkMessage(value);
  const onlyFor = isEphemeral(body.flags) ? member.user : null;
  return world.messages.post(channel, world.bot.user, body, { interaction, onlyFor, uploads });
}

/** The sign that the bot is thinking, which decides for good who sees the answer. */
function postPlaceholder(world: World, interaction: Interaction, value: unknown): Message {
  const { channel, member } = interaction;
  if (!world.channels.has(channel.id)) throw new ApiError(Code.UnknownChannel);
  const flags = checkMessage(value ?? {}).flags ?? 0;
  return world.messages.post(
    channel,
    world.bot.user,
    { flags: flags | MessageFlags.Loading },
    { interaction, onlyFor: isEphemeral(flags) ? member.user : null, isPlaceholder: true },
  );
}

function isEphemeral(flags: number | null | undefined): boolean {
  return ((flags ?? 0) & MessageFlags.Ephemeral) !== 0;
}

function findAnswer({ original, followUps }: Interaction, id: string): Message {
  const answers = original === null ? followUps : [original, ...followUps];
  const message = id === '@original' ? original : answers.find((candidate) => candidate.id === id);
  if (message === null || message === undefined || message.isDeleted) {
    throw new ApiError(Code.UnknownMessage);
  }
  return message;
}

function renderCallback(world: World, interaction: Interaction): object {
  const { id, type, original, acknowledgement } = interaction;
  const loading = ((original?.flags ?? 0) & MessageFlags.Loading) !== 0;
  const message = original === null ? null : world.messages.render(original, true);
  return {
    interaction: {
      id,
      type,
      ...(original === null
        ? {}
        : {
            response_message_id: original.id,
            response_message_loading: loading,
            response_message_ephemeral: original.onlyFor !== null,
          }),
    },
    resource: { type: acknowledgement?.type, ...(message === null ? {} : { message }) },
  };
}
