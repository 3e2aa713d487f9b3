import { beforeAll, describe, expect, it } from 'vitest';
import type { Member } from '../support/discord-stand-in/member.ts';
import type { SeenMessage } from '../support/discord-stand-in/seen-message.ts';
import { SAMPLE_FILES } from '../support/library.ts';
import { Newsroom } from '../support/newsroom.ts';
import { quotesIn } from '../support/shown-quotes.ts';
import { WEATHER_REPORTS } from '../support/weather-reports.ts';

const GONE = 'That article has been taken out of the corpus or changed since I quoted it.';

let newsroom: Newsroom;
let ada: Member;
let ben: Member;

beforeAll(async () => {
  newsroom = await Newsroom.open({ articles: { ...SAMPLE_FILES, ...WEATHER_REPORTS } });
  ada = newsroom.server.addMember('Ada');
  ben = newsroom.server.addMember('Ben');
  return () => newsroom.close();
});

async function ask(question: string, options: object = {}): Promise<SeenMessage> {
  const exchange = await ada.runs('ask', { question, ...options }, { in: newsroom.general });
  return exchange.reply();
}

async function press(member: Member, message: SeenMessage, label: string): Promise<SeenMessage> {
  const exchange = await member.presses(message, label);
  return exchange.reply();
}

async function textsOf(message: SeenMessage): Promise<string[]> {
  return (await quotesIn(message, newsroom.corpusDir)).map(({ text }) => text);
}

describe('after the bot was restarted', () => {
  it('the buttons under its answers work as before', async () => {
    const open = await ask('Who opened the bridge in Osterby?');
    const secret = await ask('Why did the dockers walk out?', { private: true });
    const sources = await (await ben.runs('sources', {}, { in: newsroom.general })).reply();
    const texts = await textsOf(open);
    await newsroom.stopBot();
    await newsroom.startBot();

    expect(await textsOf(await press(ben, open, open.buttons[0]?.label ?? ''))).toEqual([texts[0]]);
    const [next] = await textsOf(await press(ben, open, 'More quotes'));
    expect(texts).not.toContain(next);
    expect(await press(ben, open, 'Useful')).toMatchObject({ ephemeral: true });
    expect((await press(ben, open, 'Remove')).content).toContain('Only who asked, or a moderator');
    expect(await textsOf(await press(ada, secret, 'Share'))).toEqual(await textsOf(secret));
    await ada.presses(open, 'Remove');
    await open.waitUntil(({ deleted }) => deleted);
    expect((await press(ben, sources, 'Older')).text).toContain('16–30 of 34');
  });

  it('its passing remarks are gone', async () => {
    const said = await ada.writes(newsroom.mentionWith('Who won the chess tournament in Sydney?'), {
      in: newsroom.general,
    });
    const remark = await said.botReply();
    expect(remark.content).toContain('Nothing close enough');
    await newsroom.stopBot();
    expect(remark.deletedByNow()).toBe(true);
    await newsroom.startBot();
  });
});

describe('after one article was taken out of the corpus and another changed', () => {
  let ofBridge: SeenMessage;
  let ofStrike: SeenMessage;
  let ofHarlow: SeenMessage;

  beforeAll(async () => {
    const options = { private: true, from: '2022-11-01' };
    ofBridge = await ask('Who opened the bridge in Osterby?');
    ofStrike = await ask('How many dockers walked out of the port?', {
      ...options,
      outlet: 'Harbour Herald',
    });
    ofHarlow = await ask('What happened in the port and the river of Harlow?', options);
    await newsroom.stopBot();
    await newsroom.editArticles({
      'harbour/strike.txt': null,
      'bridge.md': SAMPLE_FILES['bridge.md'].replace('Ingrid Tarn', 'Ingrid Fenwick'),
    });
    await newsroom.index();
    await newsroom.startBot();
  });

  it('the context of neither is shown, which is said politely', async () => {
    for (const answer of [ofStrike, ofBridge]) {
      const label = answer.buttons[0]?.label ?? '';
      expect(label).toMatch(/^Context/);
      expect(await press(ada, answer, label)).toMatchObject({ ephemeral: true, content: GONE });
    }
  });

  it('answers that quote nothing else are no longer shared', async () => {
    expect(await press(ada, ofStrike, 'Share')).toMatchObject({ ephemeral: true, content: GONE });
    expect(newsroom.general.messages.filter(({ loading }) => loading)).toEqual([]);
  });

  it('answers that quote others too are shared without them', async () => {
    const left = ofHarlow.embeds.filter(({ title }) => title?.startsWith('Flood') === true);
    expect(left.length).toBeGreaterThan(0);
    expect(left.length).toBeLessThan(ofHarlow.embeds.length);
    const shared = await press(ada, ofHarlow, 'Share');
    expect(shared.embeds.map(({ description }) => description)).toEqual(
      left.map(({ description }) => description),
    );
  });

  it('votes still count, and further quotes come from what is there now', async () => {
    expect(await press(ada, ofStrike, 'Not useful')).toMatchObject({ ephemeral: true });
    expect((await ask('Why did the dockers walk out?')).text).not.toContain('harbour/strike.txt');
    const [text] = await textsOf(await ask('Who opened the bridge in Osterby?'));
    expect(text).toContain('Mayor Ingrid Fenwick opened');
  });
});
