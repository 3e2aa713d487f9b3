import {
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  TextInputStyle,
} from 'discord-api-types/v10';
import { tooManyQuestions, whyPrivate } from './answer-command.ts';
import { answerReply } from './answer-reply.ts';
import type { BotParts } from './bot-parts.ts';
import { isHere } from './is-here.ts';
import { takeQuestion } from './limits-of-server.ts';
import { plainQuestion } from './plain-question.ts';
import { type Handling, privateNote } from './reply.ts';
import type { ModalRequest } from './request.ts';

const CUSTOM_ID = /^follow-up:([\w-]{1,64})$/;
const FIELD_ID = 'question';
const MAX_QUESTION_CHARS = 1000;

/** The form in which a member goes on asking about an answer. */
export function followUpForm(answerId: string): APIModalInteractionResponseCallbackData {
  return {
    custom_id: `follow-up:${answerId}`,
    title: 'Ask on',
    components: [
      {
        type: ComponentType.ActionRow,
        components: [
          {
            type: ComponentType.TextInput,
            custom_id: FIELD_ID,
            label: 'Your question',
            placeholder: 'Such as: and who said that?',
            style: TextInputStyle.Short,
            required: true,
            min_length: 2,
            max_length: MAX_QUESTION_CHARS,
          },
        ],
      },
    ],
  };
}

/** The answer that a form goes on with; null for another form. */
export function parseFollowUpForm(customId: string): string | null {
  return CUSTOM_ID.exec(customId)?.[1] ?? null;
}

/** Answers what was asked in the form, as visibly as the answer that it goes on with. */
export function handleFollowUp(answerId: string, request: ModalRequest, parts: BotParts): Handling {
  const answer = parts.answers.find(answerId);
  if (answer === null || !isHere(answer, request)) {
    return privateNote('That answer is too old to go on with. Please ask in full, with `/ask`.');
  }
  const question = plainQuestion(request.fields[FIELD_ID] ?? '');
  if (question === '') return privateNote('What would you like to know?');
  const slot = takeQuestion(request.member, request.place, parts);
  if (!slot.allowed) return tooManyQuestions(slot.retryAfterMs);
  const notice = answer.isPrivate ? null : whyPrivate(request.place, parts);
  const isPrivate = answer.isPrivate || notice !== null;
  return {
    acknowledge: isPrivate ? 'privately' : 'publicly',
    reply: () =>
      answerReply({
        request,
        question,
        filters: answer.filters,
        isPrivate,
        notice,
        conversationId: answerId,
        parts,
      }),
  };
}
