import { PermissionFlagsBits } from 'discord-api-types/v10';
import { Bot } from '../../src/discord/bot.ts';
import type { BotParts } from '../../src/discord/bot-parts.ts';
import type { DiscordLink } from '../../src/discord/discord-link.ts';
import { RateLimit } from '../../src/discord/rate-limit.ts';
import type { ButtonRow } from '../../src/discord/render/buttons.ts';
import type { MessageBody, MessagePlace, Reply } from '../../src/discord/reply.ts';
import type { ButtonRequest, MentionRequest, OverheardRequest } from '../../src/discord/request.ts';
import type { Library } from '../../src/quotes/library.ts';
import type { Answer } from '../../src/quotes/quote.ts';
import { AnswerStore } from '../../src/state/answers.ts';
import { ConversationStore } from '../../src/state/conversations.ts';
import { DeletedMessages } from '../../src/state/deleted-messages.ts';
import { FeedbackStore } from '../../src/state/feedback.ts';
import { GapStore } from '../../src/state/gaps.ts';
import { MuteStore } from '../../src/state/mutes.ts';
import { ServerSettingsStore } from '../../src/state/server-settings.ts';
import { newState } from './state.ts';

const SERVER = '222';
const CHANNEL = '333';
const ADA = { id: '111', name: 'Ada', permissions: 0n, roleIds: [] };
const PLACE = {
  serverId: SERVER,
  channelId: CHANNEL,
  parentId: null,
  botPermissions: PermissionFlagsBits.Administrator,
};

/** What the bot does with questions, without Discord and articles, and what has come of it. */
export interface QuestionDesk {
  readonly bot: Bot;
  readonly parts: BotParts;
  /** Messages of the bot by their ids; those that were taken away are gone. */
  readonly shown: Map<string, MessageBody>;
  /** What stands in the first quotes of those. */
  textsShown(): string[];
  /** A message to the bot. */
  mention(id: string, text: string): MentionRequest;
  /** A message to nobody. */
  overheard(id: string, text: string): OverheardRequest;
  /** Asks the bot, and shows what it replies. */
  ask(request: MentionRequest): Promise<Reply>;
  /** Presses a button of a message. */
  press(messageId: string, label: string): void;
}

/** A desk in a channel with discussion mode, where every question is answered by quoting itself. */
export async function openQuestionDesk(): Promise<QuestionDesk> {
  const state = await newState();
  const settings = new ServerSettingsStore(state);
  settings.setChannelMode(SERVER, CHANNEL, 'discussion');
  const unlimited = new RateLimit({ perMinute: 0, now: Date.now });
  const shown = new Map<string, MessageBody>();
  const post = (channelId: string, body: MessageBody): Promise<MessagePlace> => {
    const id = String(1000 + shown.size);
    shown.set(id, body);
    return Promise.resolve({ channelId, id });
  };
  const link: Partial<DiscordLink> = {
    post,
    edit: ({ id }, body) => Promise.resolve(void shown.set(id, body)),
    remove: ({ id }) => Promise.resolve(void shown.delete(id)),
  };
  const library: Partial<Library> = {
    answer: (question) => Promise.resolve(answerTo(question)),
    excerpts: (references) => Promise.resolve(references.map(() => null)),
  };
  const parts = {
    library,
    link,
    settings,
    answers: new AnswerStore(state),
    conversations: new ConversationStore(state),
    deletedMessages: new DeletedMessages(state),
    feedback: new FeedbackStore(state),
    mutes: new MuteStore(state),
    gaps: new GapStore(state),
    limits: { member: unlimited, channel: unlimited },
    readsMessages: true,
    discussionTimes: { waitMs: 60_000, coolDownMs: 600_000 },
    now: Date.now,
  } as Partial<BotParts> as BotParts;
  const bot = new Bot(parts);
  const base = { member: ADA, place: PLACE };
  return {
    bot,
    parts,
    shown,
    textsShown: () => [...shown.values()].map(({ embeds }) => embeds?.[0]?.description ?? ''),
    mention: (id, text) => ({ ...base, kind: 'mention', id, text, repliesTo: null }),
    overheard: (id, text) => ({
      ...base,
      kind: 'overheard',
      id,
      text,
      repliesTo: null,
      isByBot: false,
    }),
    async ask(request) {
      const handling = bot.handle(request);
      if (handling === null || !('reply' in handling)) throw new Error('the bot is silent');
      const reply = await handling.reply(() => Promise.resolve(null));
      reply.sent?.(await post(CHANNEL, reply.body));
      return reply;
    },
    press(messageId, label) {
      // The answers of the bot have nothing else in their rows.
      const rows = (shown.get(messageId)?.components ?? []) as ButtonRow[];
      const buttons = rows.flatMap(({ components }) => components);
      const customId = buttons.find((button) => button.label === label)?.custom_id;
      if (customId === undefined) throw new Error(`no button ${label}`);
      const request: ButtonRequest = { ...base, kind: 'button', id: '1', customId, messageId };
      bot.handle(request);
    },
  };
}

function answerTo(question: string): Answer {
  const quote = {
    rank: 1,
    score: 0.99,
    text: question,
    start: 0,
    end: question.length,
    highlights: [],
    eventDates: [],
    article: {
      id: '0123456789ab',
      path: 'river.md',
      title: 'The river is high',
      outlet: 'The Morning Post',
      url: null,
      note: null,
      sha256: '0'.repeat(64),
      published: '2022-11-16',
    },
  };
  return { question, answered: true, confidence: 0.99, quotes: [quote], ms: 1 };
}
