import { ApplicationCommandType } from 'discord-api-types/v10';
import type { BotParts } from '../bot-parts.ts';
import { countOf } from '../render/overview-line.ts';
import { renderPrivacy } from '../render/privacy.ts';
import type { Handling } from '../reply.ts';
import type { ButtonRequest } from '../request.ts';
import { type Command, FOR_MEMBERS } from './command.ts';

/** `/privacy`: what is kept about a member, and a way to delete it. */
export const privacyCommand: Command = {
  definition: {
    type: ApplicationCommandType.ChatInput,
    name: 'privacy',
    description: 'What I keep about you, and how to delete it',
    ...FOR_MEMBERS,
  },

  handle({ member, place }, { personalData, keepQuestionsDays }) {
    const { serverId } = place;
    const body = renderPrivacy(personalData.of(member.id), { keepQuestionsDays, serverId });
    return { acknowledge: 'privately', reply: () => Promise.resolve({ body, isPrivate: true }) };
  },
};

/** Lets the bot join in again where the member is concerned. */
export function handleUnmute({ member, place }: ButtonRequest, { mutes }: BotParts): Handling {
  return {
    acknowledge: 'update',
    update() {
      if (place.serverId !== null) mutes.unmute(place.serverId, member.id);
      const content = 'Where a channel has discussion mode, I may answer you unasked again.';
      return Promise.resolve({ content });
    },
  };
}

/** Deletes what is kept about whoever pressed the button, and nobody else. */
export function handleForgetMe({ member }: ButtonRequest, { personalData }: BotParts): Handling {
  return {
    acknowledge: 'update',
    update() {
      const { questions, votes, mutes } = personalData.forget(member.id);
      return Promise.resolve({
        content: `Deleted: ${countOf(questions, 'question')} with the answers, ${countOf(votes, 'vote')}, ${countOf(mutes, 'other setting')}. Buttons under those answers no longer work.`,
      });
    },
  };
}
