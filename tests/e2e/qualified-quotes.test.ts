import { beforeAll, describe, expect, it } from 'vitest';
import type { Member } from '../support/discord-stand-in/member.ts';
import type { SeenMessage } from '../support/discord-stand-in/seen-message.ts';
import { Newsroom } from '../support/newsroom.ts';
import { quotesIn } from '../support/shown-quotes.ts';

const WEATHER = 'Barges with gravel wait below the weir until the water has fallen. ';
const RUMOUR = 'On Monday skippers said that engineers from Harlow had opened the sluice.';
const DENIAL = 'The harbour master, Imre Vadas, denied this.';
const BEHIND = 'Fishermen mend their nets meanwhile. ';
/** The border between two passages runs along the blank line. */
const ARTICLE = `${WEATHER.repeat(10)}${RUMOUR}\n\n${DENIAL} ${BEHIND.repeat(20).trimEnd()}\n`;
const QUESTION = 'Who opened the sluice?';

let newsroom: Newsroom;
let ada: Member;

beforeAll(async () => {
  newsroom = await Newsroom.open({ articles: { 'sluice.txt': ARTICLE } });
  ada = newsroom.server.addMember('Ada');
  return () => newsroom.close();
});

async function ask(options: { readonly private?: boolean } = {}): Promise<SeenMessage> {
  const asked = await ada.runs('ask', { question: QUESTION, ...options }, { in: newsroom.general });
  return asked.reply();
}

async function press(message: SeenMessage, label: string): Promise<SeenMessage> {
  return (await ada.presses(message, label)).reply();
}

describe('a rumour that a passage ends with', () => {
  it('is quoted with its denial, also when it is shared', async () => {
    const answer = await ask({ private: true });
    for (const message of [answer, await press(answer, 'Share')]) {
      const [quote] = await quotesIn(message, newsroom.corpusDir);
      expect(quote?.text.endsWith(`${RUMOUR}\n\n${DENIAL}`)).toBe(true);
      expect(quote?.bold).toEqual(expect.arrayContaining([RUMOUR, DENIAL]));
    }
  });

  it('has what follows the denial one button away', async () => {
    const context = await press(await ask(), 'Context');
    const [quoted, after] = context.embeds;
    expect(quoted?.description?.endsWith(`${DENIAL}”`)).toBe(true);
    expect(after?.description?.startsWith(`“${BEHIND}`)).toBe(true);
    expect(after?.footer?.text).toBe('Just after it');
  });
});
