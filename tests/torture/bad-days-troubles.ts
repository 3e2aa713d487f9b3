import { setTimeout as sleep } from 'node:timers/promises';
import { PermissionFlagsBits } from 'discord-api-types/v10';
import type { Channel } from '../support/discord-stand-in/channel.ts';
import type { Message } from '../support/discord-stand-in/message.ts';
import { NO_ANSWER } from '../support/discord-stand-in/trouble.ts';
import type { Newsroom } from '../support/newsroom.ts';
import { type Questioners, textOf } from './bad-days-questions.ts';

/** Where trouble is played. */
export interface Stage {
  readonly newsroom: Newsroom;
  readonly questioners: Questioners;
  /** Numbers from 0 up to 1 that look like chance. */
  readonly next: () => number;
}

/** Something that happens to Discord, or to what stands there. */
export interface TroubleKind {
  readonly name: string;
  /** @returns when it is over, though the bot may not have got over it. */
  play(stage: Stage): Promise<void>;
}

const CALLBACK = /^\/interactions\/.*\/callback$/;
const ORIGINAL = /\/messages\/@original$/;
const FOLLOW_UP = /^\/webhooks\/\d+\/[^/]+$/;
const CHANNEL_MESSAGES = /^\/channels\/\d+\/messages$/;
const EVERYTHING = /^/;
const PATHS = [CALLBACK, ORIGINAL, FOLLOW_UP, CHANNEL_MESSAGES, EVERYTHING];
const STATUSES = [500, 502, 503, 504, NO_ANSWER];
/** So few that the first word on an interaction still gets through in time. */
const MOST_FAILURES = 6;
/** So short that it does, likewise. */
const LONGEST_LIMIT_MS = 700;
const SOON_MS = 400;
const { SendMessages, ViewChannel, EmbedLinks, ReadMessageHistory } = PermissionFlagsBits;
const PERMISSIONS = [SendMessages, ViewChannel, EmbedLinks, ReadMessageHistory];

export const TROUBLES: readonly TroubleKind[] = [
  { name: 'an outage with 503', play: (stage) => outage(stage, { torn: false }) },
  { name: 'an outage without a word', play: (stage) => outage(stage, { torn: true }) },
  {
    name: 'a dropped socket, resumable',
    play: (stage) => stumble(stage, (trouble) => trouble.dropSocket()),
  },
  {
    name: 'a torn socket',
    play: (stage) => stumble(stage, (trouble) => trouble.dropSocket({ torn: true })),
  },
  {
    name: 'a dropped socket, not resumable',
    play: (stage) => stumble(stage, (trouble) => trouble.dropSocket({ resumable: false })),
  },
  {
    name: 'a dropped socket, and channels that cannot be listed at first',
    play: (stage) =>
      stumble(stage, (trouble) => {
        const path = CHANNEL_MESSAGES;
        trouble.failNext({ method: 'GET', path, status: 503, times: MOST_FAILURES });
        trouble.dropSocket({ resumable: false });
      }),
  },
  {
    name: 'a session that is not valid',
    play: (stage) => stumble(stage, (trouble) => trouble.invalidateSession()),
  },
  {
    name: 'a session that is not valid now',
    play: (stage) => stumble(stage, (trouble) => trouble.invalidateSession({ resumable: true })),
  },
  {
    name: 'a request to reconnect',
    play: (stage) => stumble(stage, (trouble) => trouble.askToReconnect()),
  },
  { name: 'a rate limit of some requests', play: (stage) => limit(stage, { global: false }) },
  { name: 'a rate limit of all requests', play: (stage) => limit(stage, { global: true }) },
  { name: 'requests that fail', play: (stage) => fail(stage, { afterHandling: false }) },
  {
    name: 'requests whose answer is lost',
    play: (stage) => fail(stage, { afterHandling: true }),
  },
  { name: 'a reply whose answer is lost', play: loseReply },
  { name: 'a question that is deleted', play: deleteQuestion },
  { name: 'an answer that is deleted', play: deleteAnswer },
  { name: 'a purged channel', play: purge },
  { name: 'a deleted channel', play: deleteChannel },
  { name: 'an expired token', play: expireToken },
  { name: 'a permission that is taken and given back', play: takePermission },
];

async function outage({ newsroom, next }: Stage, options: { torn: boolean }): Promise<void> {
  const { end } = newsroom.standIn.trouble.outage(options);
  await sleep(300 + next() * 2500);
  end();
}

async function stumble(
  { newsroom, next }: Stage,
  begin: (trouble: Newsroom['standIn']['trouble']) => void,
): Promise<void> {
  begin(newsroom.standIn.trouble);
  await sleep(next() * SOON_MS);
}

async function limit({ newsroom, next }: Stage, { global }: { global: boolean }): Promise<void> {
  const path = global ? EVERYTHING : one(PATHS, next);
  const times = 1 + Math.floor(next() * 2);
  const retryAfterMs = 50 + next() * LONGEST_LIMIT_MS;
  newsroom.standIn.trouble.rateLimitNext({ path, times, retryAfterMs, global });
  await sleep(next() * SOON_MS);
}

async function fail({ newsroom, next }: Stage, how: { afterHandling: boolean }): Promise<void> {
  const path = one(PATHS, next);
  const times = 1 + Math.floor(next() * MOST_FAILURES);
  newsroom.standIn.trouble.failNext({ path, times, status: one(STATUSES, next), ...how });
  await sleep(next() * SOON_MS);
}

/** The reply to a message is posted, and sent again as nobody says so. */
async function loseReply({ newsroom, questioners, next }: Stage): Promise<void> {
  const channel = newsroom.server.addChannel('lossy');
  const path = new RegExp(`^/channels/${channel.id}/messages$`);
  const failure = { method: 'POST', path, status: one(STATUSES, next), afterHandling: true };
  newsroom.standIn.trouble.failNext({ ...failure, times: 1 + Math.floor(next() * MOST_FAILURES) });
  await questioners.mention(channel);
  await sleep(next() * SOON_MS);
}

async function deleteQuestion({ newsroom, questioners, next }: Stage): Promise<void> {
  const { said, question } = await questioners.mention(one(questioners.desks, next));
  await sleep(next() * SOON_MS);
  question.excuse = 'it was deleted';
  newsroom.standIn.trouble.deleteMessage(said);
}

async function deleteAnswer({ newsroom, questioners, next }: Stage): Promise<void> {
  const { exchange, question } = await questioners.command(one(questioners.desks, next));
  await sleep(next() * SOON_MS);
  const { original } = exchange.interaction;
  if (original === null || original.isDeleted || original.onlyFor !== null) return;
  question.excuse = 'its answer was deleted';
  newsroom.standIn.trouble.deleteMessage(original);
}

async function purge({ newsroom, questioners, next }: Stage): Promise<void> {
  const channel = one(questioners.desks, next);
  await askThere(channel, questioners);
  await sleep(next() * SOON_MS);
  // What is announced stands in the channel, and so does what is asked there.
  questioners.excuse(channel, 'its channel was purged', (question) => {
    return question.isPublic && question.isAcknowledged();
  });
  newsroom.standIn.trouble.purge(channel);
}

async function deleteChannel({ newsroom, questioners, next }: Stage): Promise<void> {
  const channel = newsroom.server.addChannel('short-lived');
  await askThere(channel, questioners);
  await sleep(next() * SOON_MS);
  questioners.excuse(channel, 'its channel was deleted');
  newsroom.standIn.trouble.deleteChannel(channel);
}

/** What was to be the answer then comes in a message of its own, in a channel with nothing else. */
async function expireToken({ newsroom, questioners, next }: Stage): Promise<void> {
  const { standIn, server } = newsroom;
  const channel = server.addChannel('expiring');
  const { exchange, question } = await questioners.command(channel);
  const { interaction } = exchange;
  const path = new RegExp(`/${interaction.token}/messages/@original$`);
  // So that the answer takes a moment.
  standIn.trouble.failNext({ path, status: 503, times: 3 });
  const isHeard = await exchange.acknowledged({ timeoutMs: 4000 }).then(
    () => true,
    () => false,
  );
  if (!isHeard) return;
  await sleep(next() * SOON_MS);
  const { answers } = question;
  const isSuccessor = (message: Message): boolean =>
    message.author.id === standIn.bot.user.id && message.interaction === null;
  question.answers = () => [...answers(), ...channel.log.filter(isSuccessor).map(textOf)];
  standIn.trouble.expireToken(exchange);
}

async function takePermission({ newsroom, questioners, next }: Stage): Promise<void> {
  const channel = newsroom.server.addChannel('locked');
  const { question: before } = await questioners.mention(channel);
  await sleep(next() * SOON_MS);
  const reason = 'the bot lacked a permission';
  before.excuse = reason;
  const permission = one(PERMISSIONS, next);
  channel.deny('bot', permission);
  const { question: meanwhile } = await questioners.mention(channel);
  meanwhile.excuse = reason;
  // Interactions can be answered everywhere.
  const { question: command } = await questioners.command(channel);
  command.expected = /./;
  await sleep(next() * SOON_MS);
  channel.allow('bot', permission);
  await questioners.mention(channel);
}

async function askThere(channel: Channel, questioners: Questioners): Promise<void> {
  await questioners.mention(channel);
  await questioners.command(channel);
}

function one<T>(choices: readonly T[], next: () => number): T {
  return choices[Math.floor(next() * choices.length)]!;
}
