import { ApplicationCommandType } from 'discord-api-types/v10';
import { answerCommand } from '../answer-command.ts';
import { privateNote } from '../reply.ts';
import { plainQuestion } from '../plain-question.ts';
import { type Command, FOR_MEMBERS } from './command.ts';

/** "Find quotes on this": takes a message as the question and answers whoever used the command. */
export const findQuotesCommand: Command = {
  definition: {
    type: ApplicationCommandType.Message,
    name: 'Find quotes on this',
    ...FOR_MEMBERS,
  },

  handle(request, parts) {
    const question = plainQuestion(request.target?.text ?? '');
    if (question === '') {
      return privateNote('There is no text in that message that I could look for.');
    }
    return answerCommand({ request, question, filters: {}, wantsPrivate: true, parts });
  },
};
