import { ApplicationCommandOptionType, ApplicationCommandType } from 'discord-api-types/v10';
import { isCheckable, MAX_CLAIM_CHARS } from '../../check/claim.ts';
import { tooManyQuestions } from '../answer-command.ts';
import type { BotParts } from '../bot-parts.ts';
import { takeQuestion } from '../limits-of-server.ts';
import { renderChecks } from '../render/check.ts';
import { quotesSamples } from '../quotes-samples.ts';
import { type Handling, privateNote, type Reply } from '../reply.ts';
import type { CommandRequest } from '../request.ts';
import { unlessBusy } from '../unless-busy.ts';
import { checkPassages, shownText } from './check-passages.ts';
import { type Command, FOR_MEMBERS, textOption } from './command.ts';

/** `/check`: whether what somebody says is quoted stands in the articles, for the asker alone. */
export const checkCommand: Command = {
  definition: {
    type: ApplicationCommandType.ChatInput,
    name: 'check',
    description: 'Check whether a quote stands in the articles exactly, altered, or not at all',
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'text',
        description:
          'The quote; or a text whose quotations, in quotation marks, I check one by one',
        required: true,
        min_length: 2,
        max_length: MAX_CLAIM_CHARS,
      },
    ],
    ...FOR_MEMBERS,
  },

  handle(request, parts) {
    const text = shownText(textOption(request, 'text') ?? '');
    if (isCheckable(text)) return checkText(text, request, parts);
    return privateNote(
      'There are no words in that which I could look for. Which quote do you mean?',
    );
  },
};

/** "Check quotes in this": the same for the text of a message. */
export const checkMessageCommand: Command = {
  definition: {
    type: ApplicationCommandType.Message,
    name: 'Check quotes in this',
    ...FOR_MEMBERS,
  },

  handle(request, parts) {
    const text = shownText(request.target?.text ?? '');
    if (isCheckable(text)) return checkText(text, request, parts);
    return privateNote(
      text.length > MAX_CLAIM_CHARS
        ? `That message is too long for me. Please give me the quote, up to ${MAX_CLAIM_CHARS} characters of it, with \`/check\`.`
        : 'There is no text in that message that I could look for.',
    );
  },
};

function checkText(text: string, request: CommandRequest, parts: BotParts): Handling {
  const { member, place } = request;
  const slot = takeQuestion(member, place, parts);
  if (!slot.allowed) return tooManyQuestions(slot.retryAfterMs);
  const sampleCorpus = quotesSamples(place, parts);
  const reply = async (): Promise<Reply> => {
    const checked = await checkPassages(text, (claim) =>
      parts.library.checkQuote(claim, { sampleCorpus }),
    );
    return { body: renderChecks(checked), isPrivate: true };
  };
  return { acknowledge: 'privately', reply: () => unlessBusy(reply) };
}
