import { beforeAll, describe, expect, it } from 'vitest';
import type { Channel } from '../support/discord-stand-in/channel.ts';
import type { Member } from '../support/discord-stand-in/member.ts';
import type { SeenMessage } from '../support/discord-stand-in/seen-message.ts';
import { SAMPLE_FILES } from '../support/library.ts';
import { Moderator } from '../support/moderator.ts';
import { Newsroom } from '../support/newsroom.ts';

const STRIKE = 'harbour/strike.txt';
const ABOUT_STRIKE = 'How many dockers walked out of the port of Harlow?';
const ABOUT_BRIDGE = 'Who opened the bridge in Osterby?';
const REASON = 'The union says that nobody *ever* walked out; ask @everyone';
const ANSWERS = 200;
const PATIENCE = { timeoutMs: 50_000 };
/** What Discord says of old messages that were edited too often. */
const TOO_MANY_EDITS = 30046;

let newsroom: Newsroom;
let ada: Moderator;
let bela: Member;
let channels: Channel[];
/** Answers that quote the strike, and one in ten that quotes the bridge. */
let answers: SeenMessage[];
let others: SeenMessage[];

beforeAll(async () => {
  newsroom = await Newsroom.open({ articles: SAMPLE_FILES });
  ada = Moderator.join(newsroom.server, 'Ada', newsroom.general);
  bela = newsroom.server.addMember('Bela');
  channels = ['one', 'two', 'three'].map((name) => newsroom.server.addChannel(name));
  answers = await askAll(ABOUT_STRIKE, ANSWERS);
  others = await askAll(ABOUT_BRIDGE, 10);
  return () => newsroom.close();
}, 120_000);

async function askAll(question: string, count: number): Promise<SeenMessage[]> {
  const asked: SeenMessage[] = [];
  for (let first = 0; first < count; first += 20) {
    const batch = Array.from({ length: Math.min(20, count - first) }, async (_, position) => {
      const channel = channels[position % channels.length]!;
      return (await bela.runs('ask', { question }, { in: channel })).reply(PATIENCE);
    });
    asked.push(...(await Promise.all(batch)));
  }
  return asked;
}

function changed(messages: readonly SeenMessage[]): SeenMessage[] {
  return messages.map((message) => message.now()).filter(({ text }) => text.includes('Withdrawn'));
}

/** Requests that changed a message, by the message. */
function editsOf({ id }: SeenMessage): number {
  return newsroom.standIn.requests.filter(
    ({ method, path, status }) =>
      method === 'PATCH' && path.endsWith(`/messages/${id}`) && status === 200,
  ).length;
}

describe('/corpus withdraw', () => {
  it('shows the answers that quoted the article, and does nothing when it is cancelled', async () => {
    const proposal = await ada.runs('corpus withdraw', { article: STRIKE, reason: REASON });
    expect(proposal.ephemeral).toBe(true);
    expect(proposal.text).toContain('**200 public answers** quoted it.');
    expect(proposal.text).toContain(
      `https://discord.com/channels/${newsroom.server.id}/${answers[0]!.channelId}/${answers[0]!.id}`,
    );
    expect(proposal.text).toContain('1–10 of 200');
    const older = await ada.turns(proposal, 'Older');
    expect(older.text).toContain('11–20 of 200');
    expect((await ada.presses(proposal, 'Cancel')).content).toBe('Nothing was changed.');
    expect(changed(answers)).toEqual([]);
  });

  it('marks each of them once, over rate limits and a restart, and nothing else', async () => {
    const { trouble } = newsroom.standIn;
    // Here it waits until it is killed.
    const halt = new RegExp(`/messages/${answers[100]!.id}$`);
    trouble.rateLimitNext({ path: halt, retryAfterMs: 60_000 });
    trouble.rateLimitNext({ path: /\/messages\/\d+$/, retryAfterMs: 200, times: 5 });
    const [refused, deleted] = [answers[150]!, answers[160]!];
    const path = new RegExp(`/messages/${refused.id}$`);
    trouble.failNext({ method: 'PATCH', path, status: 400, code: TOO_MANY_EDITS });
    trouble.deleteMessage(deleted);
    const before = others.map((message) => message.now().text);

    const proposal = await ada.runs('corpus withdraw', { article: STRIKE, reason: REASON });
    const done = await ada.presses(proposal, 'Withdraw');
    expect(done.content).toContain('Withdrawn: harbour/strike.txt. 19');
    const isHalted = (): boolean =>
      newsroom.standIn.requests.some(
        (request) => halt.test(request.path) && request.status === 429,
      );
    await newsroom.standIn.until('the bot to be told to wait', isHalted, PATIENCE);
    await newsroom.killBot();
    const half = changed(answers).length;
    expect(half).toBeGreaterThanOrEqual(100);
    expect(half).toBeLessThan(120);
    await newsroom.startBot();
    trouble.rateLimitNext({ path: /\/messages\/\d+$/, retryAfterMs: 200, times: 2 });
    await newsroom.standIn.until(
      'all of them',
      () => changed(answers).length === ANSWERS - 2,
      PATIENCE,
    );

    const reply = await refused.botReply(PATIENCE);
    expect(reply.repliesTo).toBe(refused.id);
    expect(reply.text).toContain('An article that I quoted here was withdrawn since.');
    for (const text of [reply.text, answers[0]!.now().text]) {
      expect(text).toContain('Withdrawn on');
      expect(text).toContain('nobody \\*ever\\* walked out');
      expect(text).toContain('It said:\n“');
      expect(text).toContain('400 dockers');
    }
    expect(refused.now().edited).toBe(false);
    const edits = answers.filter((answer) => answer !== refused && answer !== deleted).map(editsOf);
    expect(edits).toEqual(edits.map(() => 1));
    expect(others.map((message) => message.now().text)).toEqual(before);
    expect(others.map(editsOf)).toEqual(others.map(() => 0));
    // Buttons and what stands above the quotes stay as they were.
    expect(answers[0]!.now().buttons).toEqual(answers[0]!.buttons);
    const replies = channels
      .flatMap(({ log }) => log)
      .filter(({ repliesTo }) => repliesTo !== null);
    expect(replies).toHaveLength(1);
  }, 120_000);

  it('takes the article out of answers, and a question about it is told so', async () => {
    const reply = await ada.asks(ABOUT_STRIKE);
    expect(reply.content).toContain('**Dockers in Harlow walk out over pay**');
    expect(reply.content).toContain('was withdrawn on');
    expect(reply.text).not.toContain('400 dockers');
    expect((await ada.presses(answers[0]!.now(), 'Context')).text).toMatch(
      /What it said then\n“More than 400 dockers[^]* of the version [0-9a-f]{12}$/,
    );
  });

  it('is written down, and can be taken back', async () => {
    const log = (await ada.runs('corpus log')).text;
    expect(log).toContain('**Ada** withdrew harbour/strike.txt');
    expect(log).toContain('198 edited, 1 replied to, 0 gone, 0 out of reach');
    expect(await ada.isOffered('corpus reinstate', 'strike')).toEqual([STRIKE]);
    const again = await ada.runs('corpus withdraw', { article: STRIKE, reason: REASON });
    expect(again.content).toContain('That one was withdrawn on');
    expect((await ada.runs('corpus reinstate', { article: STRIKE })).content).toContain(
      'is quoted again',
    );
    expect((await ada.asks(ABOUT_STRIKE)).text).toContain('400 dockers');
  });
});
