import { beforeAll, describe, expect, it } from 'vitest';
import type { Member } from '../support/discord-stand-in/member.ts';
import type { SeenMessage } from '../support/discord-stand-in/seen-message.ts';
import { Newsroom } from '../support/newsroom.ts';
import { quotesIn } from '../support/shown-quotes.ts';

const MARKUP =
  '**bold** __under__ ~~gone~~ ||hidden|| `code` ```block``` *one* _two_ [here](https://evil.example) ' +
  '<https://evil.example> https://evil.example <t:0:R> <a:wave:123> :wave: \\*not\\* <@1> <@&2> <#3> ' +
  '@everyone @here discord.gg/evil <id:home> </ask:4>';

/** What an article might hold, by the word that finds it. */
const ARTICLES = {
  'zebra.md': `---
title: "@everyone **Zebra** [free](https://evil.example) <@1> discord.gg/evil"
date: 2022-11-16
outlet: "*The* ||Zebra|| @here"
url: "https://evil.example/a(b)c'd?q=[x]&r=*"
note: "<@&2> _read_ https://evil.example"
---

The zebra wrote this down: ${MARKUP}. So it was.

# The zebra’s heading

> The zebra quoted. ${MARKUP}
- The zebra listed. ${MARKUP}
1. The zebra counted. ${MARKUP}
-# The zebra muttered. ${MARKUP}

\`\`\`
The zebra fenced. ${MARKUP}
\`\`\`
`,
  'quagga.txt': `The quagga said “Stop ‘it’ „now“” and "left**". ${'**_~|`<@1>'.repeat(80)} The quagga.\n`,
  'okapi.txt': `${'The okapi ate @everyone’s *leaves*, and **nobody** minded at all. '.repeat(60)}\n`,
  'tapir.txt': 'The tapir wrote in \u202eright to left\u202c, 👩‍👩‍👧‍👦 and z\u0301\u0302\u0303.\n',
  'eland.txt': `The eland ${'a'.repeat(3000)} ran.\n`,
};

let newsroom: Newsroom;
let ada: Member;

beforeAll(async () => {
  newsroom = await Newsroom.open({ articles: ARTICLES });
  ada = newsroom.server.addMember('Ada');
  newsroom.server.addRole('Readers', { mentionable: true });
  return () => newsroom.close();
});

async function ask(question: string, options: object = {}): Promise<SeenMessage> {
  const exchange = await ada.runs('ask', { question, ...options }, { in: newsroom.general });
  return exchange.reply();
}

async function press(message: SeenMessage, label: string): Promise<SeenMessage> {
  return (await ada.presses(message, label)).reply();
}

describe('an article full of markup', () => {
  it.each(['zebra', 'quagga', 'okapi', 'tapir', 'eland'])(
    'about the %s is quoted as it is, on every page and with its context',
    async (word) => {
      let page = await ask(`What about the ${word}?`);
      const quotes = await quotesIn(page, newsroom.corpusDir);
      expect(quotes[0]?.text).toContain(word);
      for (;;) {
        for (const { label } of page.buttons.filter((button) =>
          button.label.startsWith('Context'),
        )) {
          const context = await press(page, label);
          expect(await quotesIn(context, newsroom.corpusDir)).toHaveLength(1);
        }
        if (page.buttons.every(({ label }) => label !== 'More quotes')) break;
        page = await press(page, 'More quotes');
        await quotesIn(page, newsroom.corpusDir);
      }
    },
  );

  it('has its title, outlet, note and address made harmless', async () => {
    const [embed] = (await ask('What about the zebra?', { outlet: 'Zebra' })).embeds;
    expect(embed).toMatchObject({
      author: { name: '*The* ||Zebra|| @here · 16 November 2022' },
      title:
        '\\@everyone \\*\\*Zebra\\*\\* \\[free\\](https\\://evil.example) \\<\\@1> discord.gg/evil',
    });
    expect(embed?.url).toMatch(/^https:\/\/evil\.example\/a%28b%29c%27d\?q=%5Bx%5D&r=%2A#:~:text=/);
    expect(embed?.fields?.find(({ name }) => name === 'Note')?.value).toBe(
      '\\<\\@&2> \\_read\\_ https\\://evil.example',
    );
  });

  it('is listed among the sources', async () => {
    const page = await (await ada.runs('sources', {}, { in: newsroom.general })).reply();
    expect(page.text).toContain('\\@everyone \\*\\*Zebra\\*\\*');
  });

  it('is named among what came nearest', async () => {
    const said = await ada.writes(newsroom.mentionWith('Who won the chess tournament in Sydney?'), {
      in: newsroom.general,
    });
    const { content } = await said.botReply();
    expect(content).toContain('Nothing close enough');
    expect(content).not.toMatch(/(?<!\\)@everyone|(?<!\\)<@/);
  });
});

describe('a question full of markup', () => {
  it.each([
    ['every kind of it', `The zebra ${MARKUP}`],
    ['mentions alone', `The zebra ${'@everyone '.repeat(99)}`],
    ['bold without end', `${'**'.repeat(400)} zebra`],
    ['one word 166 times', 'zebra '.repeat(166)],
    ['SQL', "zebra'); --"],
    ['characters that are none', 'zebra \u202e\u0000\ud800 zebra'],
    ['brackets', `zebra ${'(a+)+'.repeat(190)}`],
  ])('is answered, shared and answered in a message: %s', async (_, question) => {
    const answer = await ask(question, { private: true });
    expect(await quotesIn(answer, newsroom.corpusDir)).not.toEqual([]);
    const shared = await press(answer, 'Share');
    expect(shared).toMatchObject({ ephemeral: false, pings: [] });
    expect(shared.content).not.toMatch(/(?<!\\)@everyone|(?<!\\)<@[!&]?[12]>/);

    // In another channel, since the same is not answered twice in a row in one.
    const channel = newsroom.server.addChannel('talk');
    const said = await ada.writes(newsroom.mentionWith(question), { in: channel });
    const reply = await said.botReply();
    expect(reply.pings).toEqual([]);
    expect(await quotesIn(reply, newsroom.corpusDir)).not.toEqual([]);
  });

  it('asks for an outlet and a day just as well', async () => {
    expect(await ask('zebra', { outlet: `Z' OR 1=1 -- ${'%'.repeat(80)}` })).toMatchObject({
      ephemeral: true,
    });
    expect(await ask('zebra', { from: '`@everyone`' })).toMatchObject({ ephemeral: true });
    const choices = await ada.types(
      'ask',
      { question: 'zebra', outlet: '||' },
      { focused: 'outlet', in: newsroom.general },
    );
    expect(choices).toEqual([{ name: '*The* ||Zebra|| @here', value: '*The* ||Zebra|| @here' }]);
  });
});
