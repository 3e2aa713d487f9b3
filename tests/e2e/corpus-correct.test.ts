import { beforeAll, describe, expect, it } from 'vitest';
import type { Channel } from '../support/discord-stand-in/channel.ts';
import type { Member } from '../support/discord-stand-in/member.ts';
import type { SeenMessage } from '../support/discord-stand-in/seen-message.ts';
import { SAMPLE_FILES } from '../support/library.ts';
import { Moderator, untilIndexed } from '../support/moderator.ts';
import { Newsroom } from '../support/newsroom.ts';

const BRIDGE = 'bridge.md';
const ABOUT_COST = 'How much did the new bridge in Osterby cost?';
/** What another passage of the same article answers. */
const ABOUT_FERRY = 'When does the old ferry make its last crossing?';
const PATIENCE = { timeoutMs: 30_000 };
const CORRECTED = SAMPLE_FILES[BRIDGE].replace('23.5 million', '24.5 million');

let newsroom: Newsroom;
let general: Channel;
let ada: Moderator;
let bela: Member;
let aboutCost: SeenMessage;
let aboutFerry: SeenMessage;
let elsewhere: SeenMessage;
let privateAnswer: SeenMessage;

beforeAll(async () => {
  newsroom = await Newsroom.open({ articles: SAMPLE_FILES });
  ({ general } = newsroom);
  ada = Moderator.join(newsroom.server, 'Ada', general);
  bela = newsroom.server.addMember('Bela');
  aboutCost = await (
    await bela.writes(newsroom.mentionWith(ABOUT_COST), { in: general })
  ).botReply(PATIENCE);
  aboutFerry = await ada.asks(ABOUT_FERRY);
  privateAnswer = await ada.asks(ABOUT_COST, { private: true });
  const other = newsroom.addServer('Elsewhere');
  await newsroom.stopBot();
  await newsroom.startBot({ HOME_SERVERS: newsroom.server.id });
  const cleo = other.addMember('Cleo');
  const lobby = other.addChannel('lobby');
  const asked = await cleo.runs('ask', { question: ABOUT_COST }, { in: lobby });
  elsewhere = await asked.reply(PATIENCE);
  return () => newsroom.close();
}, 120_000);

async function corrected(message: SeenMessage, now: string): Promise<SeenMessage> {
  return message.waitUntil(({ text }) => text.includes(now), PATIENCE);
}

describe('/corpus correct', () => {
  it('takes a file of the same kind only, and one that can be read', async () => {
    const note = 'The cost was wrong.';
    const page = { name: 'bridge.html', content: '<p>No.</p>' };
    expect((await ada.runs('corpus correct', { article: BRIDGE, note, file: page })).content).toBe(
      'That did not work: the file must be of the kind of the one that it replaces (.md), found .html',
    );
    const empty = { name: 'bridge.md', content: ' \n' };
    expect(
      (await ada.runs('corpus correct', { article: BRIDGE, note, file: empty })).content,
    ).toContain('the file holds no text');
  });

  it('shows what changes with a file, and marks the answers that quoted that alone', async () => {
    const file = { name: 'new.md', content: CORRECTED };
    const note = 'The cost was wrong.';
    const proposal = await ada.runs('corpus correct', { article: BRIDGE, note, file });
    expect(proposal.text).toContain('**2 public answers** quoted what has changed.');
    expect(proposal.text).toContain('1 of them is on other servers.');
    expect(proposal.text).toContain('23.5 million');
    expect(proposal.text).toContain('24.5 million');
    expect(proposal.text).toContain(aboutCost.id);
    expect(proposal.text).not.toContain(elsewhere.id);
    const before = [aboutFerry, privateAnswer].map((message) => message.now().text);

    await ada.presses(proposal, 'Correct');
    const done = await untilIndexed(proposal);
    expect(done.content).toContain('Corrected bridge.md. 2 answers are being marked');
    expect(String(await newsroom.article(BRIDGE))).toBe(CORRECTED);
    for (const message of [aboutCost, elsewhere]) {
      const { text } = await corrected(message, '24.5');
      expect(text).toContain('Corrected on');
      expect(text).toMatch(/It said:\n“[^”]*23\.5 million/);
      expect(text).toMatch(/It now says:\n“[^”]*24\.5 million/);
    }
    expect([aboutFerry, privateAnswer].map((message) => message.now().text)).toEqual(before);
  });

  it('keeps the file as it was, and says what it said then', async () => {
    expect(await ada.isOffered('corpus restore', 'bridge')).toHaveLength(1);
    const { text } = await ada.presses(aboutCost.now(), 'Context');
    expect(text).toContain('What it said then');
    expect(text).toContain('23.5 million');
    expect(text).toMatch(/of the version [0-9a-f]{12}$/);
  });

  it('adds the note to what is quoted from it now', async () => {
    const { text } = await ada.asks(ABOUT_COST);
    expect(text).toContain('24.5 million');
    expect(text).toMatch(/Note\nCorrected on .*: The cost was wrong\./);
  });

  it('is pointed at by indexing, where a file was changed by hand', async () => {
    await newsroom.editArticles({ [BRIDGE]: CORRECTED.replace('24.5', '26.5') });
    const { content } = await untilIndexed(await ada.runs('corpus reindex'));
    expect(content).toContain(
      '**3 public answers** quoted what has changed in bridge.md (3). `/corpus correct` lists them',
    );
    const proposal = await ada.runs('corpus correct', { article: BRIDGE, note: 'Once more.' });
    await newsroom.editArticles({ [BRIDGE]: CORRECTED.replace('24.5', '27.5') });
    expect((await ada.presses(proposal, 'Correct')).content).toContain(
      'The file has changed once more since you were shown the list.',
    );
    const again = await ada.runs('corpus correct', { article: BRIDGE, note: 'Once more.' });
    await ada.presses(again, 'Correct');
    const { text } = await corrected(aboutCost, '27.5');
    expect(text).toMatch(/It said:\n“[^”]*23\.5 million/);
    expect(text).not.toContain('24.5');
    await untilIndexed(again);
  });

  it('finds nothing to mark when everybody has been told', async () => {
    const proposal = await ada.runs('corpus correct', { article: BRIDGE, note: 'Again.' });
    expect(proposal.text).toContain('No public answer that is still kept quoted what has changed.');
  });

  it('does not say anything to who asked to be forgotten', async () => {
    const page = await (await bela.runs('privacy', {}, { in: general })).reply(PATIENCE);
    await bela.presses(page, 'Delete it all');
    await page.waitUntil(({ text }) => !text.includes(ABOUT_COST), PATIENCE);
    const withdrawal = await ada.runs('corpus withdraw', { article: BRIDGE, reason: 'Made up.' });
    expect(withdrawal.text).not.toContain(aboutCost.id);
  });
});
