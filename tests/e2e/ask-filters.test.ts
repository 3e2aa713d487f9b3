import { beforeAll, describe, expect, it } from 'vitest';
import type { Member } from '../support/discord-stand-in/member.ts';
import type { SeenMessage } from '../support/discord-stand-in/seen-message.ts';
import { SAMPLE_FILES } from '../support/library.ts';
import { Newsroom } from '../support/newsroom.ts';
import { quotesIn } from '../support/shown-quotes.ts';
import { WEATHER_REPORTS } from '../support/weather-reports.ts';

const ARTICLES = {
  ...SAMPLE_FILES,
  ...WEATHER_REPORTS,
  'ferry.md': `---
title: Harlow buys a ferry
date: 2022-12-30
outlet: Harbour Herald
url: https://herald.example/2022/ferry?page=2#top
---

The council of Harlow has bought a ferry. It carries 120 passengers - and six cars - across the bay, said the mayor, Petra Deák.
`,
};

interface Limits {
  readonly from?: string;
  readonly to?: string;
  readonly as_of?: string;
  readonly outlet?: string;
}

let newsroom: Newsroom;
let ada: Member;

beforeAll(async () => {
  newsroom = await Newsroom.open({ articles: ARTICLES });
  ada = newsroom.server.addMember('Ada');
  return () => newsroom.close();
});

async function ask(question: string, limits: Limits): Promise<SeenMessage> {
  const exchange = await ada.runs('ask', { question, ...limits }, { in: newsroom.general });
  return exchange.reply();
}

/** The files that an answer quotes. */
async function filesQuoted(question: string, limits: Limits): Promise<string[]> {
  const quotes = await quotesIn(await ask(question, limits), newsroom.corpusDir);
  return [...new Set(quotes.map(({ path }) => path))];
}

async function offered(option: string, typed: string): Promise<string[]> {
  const choices = await ada.types(
    'ask',
    { question: 'What happened?', [option]: typed },
    { focused: option, in: newsroom.general },
  );
  return choices.map(({ name, value }) => `${name} = ${value}`);
}

describe('an answer from an article with an address', () => {
  it('links to the sentence that answers, with the one that it leans on', async () => {
    const reply = await ask('How many passengers and how many cars does it carry across the bay?', {
      outlet: 'Herald',
    });
    expect(reply.embeds[0]).toMatchObject({
      author: { name: 'Harbour Herald · 30 December 2022' },
      title: 'Harlow buys a ferry',
      url:
        'https://herald.example/2022/ferry?page=2#top:~:text=' +
        'The%20council%20of%20Harlow,the%20mayor%2C%20Petra%20De%C3%A1k.',
    });
    const [quote] = await quotesIn(reply, newsroom.corpusDir);
    expect(quote?.bold.join(' ')).toMatch(/^The council .* It carries .* Petra Deák\.$/);
  });
});

describe('/ask with limits', () => {
  const FERRY = 'What did the council of Harlow buy?';
  const FLOOD = 'Where did the river rise by two metres?';
  const CROSSING = 'Which ferry goes across the bay, and when is its last crossing?';
  const BRIDGE = 'Who opened the new bridge over the Lenne?';

  it.each<[string, Limits, string, string[]]>([
    ['the first day of the events', { from: '2022-12-01' }, FERRY, ['ferry.md']],
    ['the last day of the events', { to: '2022-11-14' }, FLOOD, ['flood.txt']],
    ['days in words', { from: '14 November 2022', to: 'Nov 14, 2022' }, FLOOD, ['flood.txt']],
    ['one day of events', { from: '2022-11-15', to: '2022-11-15' }, BRIDGE, ['bridge.md']],
    ['what was published by a day', { as_of: '2022-11-14' }, FLOOD, ['flood.txt']],
    ['an outlet', { outlet: 'Morning Post' }, CROSSING, ['bridge.md']],
    ['a part of an outlet in any case', { outlet: ' herald' }, CROSSING, ['ferry.md']],
    ['day and outlet', { outlet: 'Morning', from: '2022-11-16' }, CROSSING, ['bridge.md']],
  ])('quotes only what is within %s', async (_, limits, question, files) => {
    const quoted = await filesQuoted(question, limits);
    expect(quoted.filter((file) => !file.startsWith('weather/')).sort()).toEqual(files);
  });

  it('says privately when nothing lies within them', async () => {
    const reply = await ask('Who opened the bridge?', { from: '2030-01-01' });
    expect(reply).toMatchObject({ ephemeral: true, embeds: [] });
    expect(reply.content).toContain('Nothing close enough in the articles of that outlet or time.');
  });

  it.each(['soon', '31 February 2022', '15 November', '05/06/2022', '99999', '2022-13-01', '**'])(
    'takes %j for no day, and says how to write one',
    async (day) => {
      for (const option of ['from', 'to', 'as_of']) {
        const exchange = await ada.runs(
          'ask',
          { question: 'Who opened the bridge?', [option]: day },
          { in: newsroom.general },
        );
        expect(await exchange.acknowledged()).toMatchObject({ ephemeral: true });
        const { content } = await exchange.reply();
        expect(content).toContain(`I could not read the day that you gave for \`${option}\`.`);
        expect(content).toContain('`2022-11-15` or `15 November 2022`');
      }
    },
  );

  it('says privately that no day lies between two in the wrong order', async () => {
    const reply = await ask('Who opened the bridge?', { from: '2022-11-17', to: '16 Nov 2022' });
    expect(reply.ephemeral).toBe(true);
    expect(reply.content).toBe(
      '`from` is 17 November 2022 and `to` is 16 November 2022: no day lies between them. Swap the ' +
        'two and ask again.',
    );
  });
});

describe('while a member types', () => {
  it('outlets that contain the words are offered', async () => {
    expect(await offered('outlet', 'h')).toEqual([
      'Harbour Herald = Harbour Herald',
      'The Morning Post = The Morning Post',
    ]);
    expect(await offered('outlet', 'STATION 07')).toEqual(['Station 07 = Station 07']);
    expect(await offered('outlet', 'Gazette')).toEqual([]);
  });

  it('no more is offered than Discord takes', async () => {
    expect(await offered('outlet', '')).toHaveLength(25);
    expect(await offered('from', '')).toHaveLength(25);
    expect(await offered('as_of', '')).toHaveLength(25);
  });

  it('days of events are offered for the events, newest first', async () => {
    expect(await offered('from', '2022-12')).toEqual([
      '31 December 2022 = 2022-12-31',
      '30 December 2022 = 2022-12-30',
      '29 December 2022 = 2022-12-29',
    ]);
    expect(await offered('to', '15 nov')).toEqual(['15 November 2022 = 2022-11-15']);
  });

  it('days of publication are offered for what was published by then', async () => {
    expect(await offered('as_of', 'nov 2022')).toEqual([
      '16 November 2022 = 2022-11-16',
      '14 November 2022 = 2022-11-14',
    ]);
    expect(await offered('as_of', '15 nov')).toEqual([]);
  });
});
