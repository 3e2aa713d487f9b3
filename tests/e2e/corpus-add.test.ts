import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseArticles } from '../../src/corpus/read-articles.ts';
import type { Upload } from '../support/discord-stand-in/files.ts';
import type { SeenMessage } from '../support/discord-stand-in/seen-message.ts';
import { SAMPLE_FILES } from '../support/library.ts';
import { Moderator, untilIndexed } from '../support/moderator.ts';
import { Newsroom } from '../support/newsroom.ts';
import { quotesIn } from '../support/shown-quotes.ts';

const DECIDED = 'That has been decided already, or it is more than an hour ago.';
const TEXT_FILE = `Osterby counts its trams

Thursday 5 January 2023
The Morning Post

The town of Osterby has forty trams, which sleep in the old depot by the harbour.
`;
const PAGE = `<!doctype html><html lang="en"><head><title>Linford paints its gate</title>
<meta property="article:published_time" content="2023-02-01"><meta property="og:site_name" content="Gate News">
</head><body><article><h1>Linford paints its gate</h1><p>The gate of Linford was painted green on
Monday, and the painter, Olga Brandt, was given a medal for it by the mayor of the town.</p>
<p>It took her eleven days, as the gate is nine metres high and has forty bars, she said.</p></article></body></html>
`;
const LINES = [
  { title: 'First', text: 'The first ship of the year reached Tolvik with a load of oranges.' },
  { title: 'Second', text: 'The second ship of the year reached Tolvik with a load of lemons.' },
]
  .map((article) => `${JSON.stringify(article)}\n`)
  .join('');

let newsroom: Newsroom;
let ada: Moderator;

beforeAll(async () => {
  newsroom = await Newsroom.open({ articles: SAMPLE_FILES, env: { MAX_FILE_MB: '0.1' } });
  ada = Moderator.join(newsroom.server, 'Ada', newsroom.general);
  return () => newsroom.close();
});

function propose(name: string, content: Upload['content']): Promise<SeenMessage> {
  return ada.runs('corpus add', { file: { name, content } });
}

async function confirm(proposal: SeenMessage): Promise<SeenMessage> {
  await ada.presses(proposal, 'Add');
  return untilIndexed(proposal);
}

async function filesAdded(): Promise<string[]> {
  return readdir(path.join(newsroom.corpusDir, 'added')).catch(() => []);
}

async function filesWaiting(): Promise<string[]> {
  return readdir(path.join(newsroom.dataDir, 'incoming'));
}

/** What the proposal says of one article, by the name of the field. */
function fieldsOf({ embeds }: SeenMessage): Record<string, string> {
  return Object.fromEntries((embeds[0]?.fields ?? []).map(({ name, value }) => [name, value]));
}

describe('/corpus add with a file', () => {
  it('shows what was understood of it, and asks before anything is written', async () => {
    const proposal = await propose('Trams!.txt', TEXT_FILE);
    expect(proposal).toMatchObject({
      ephemeral: true,
      content: 'This is what I understand of it. Add it as trams.txt?',
    });
    expect(proposal.embeds).toMatchObject([
      {
        title: 'Osterby counts its trams',
        description: expect.stringContaining('forty trams') as string,
      },
    ]);
    expect(fieldsOf(proposal)).toEqual({
      Date: '5 January 2023',
      Outlet: 'The Morning Post',
      Passages: '1',
    });
    expect(proposal.buttons.map(({ label }) => label)).toEqual(['Add', 'Cancel']);
    expect(await filesAdded()).toEqual([]);
    await ada.presses(proposal, 'Cancel');
    await proposal.waitUntil(({ content }) => content === 'Nothing was changed.');
  });

  it.each([
    { name: 'trams.txt', content: TEXT_FILE, question: 'Where do the trams of Osterby sleep?' },
    {
      name: 'ponies.md',
      content: Buffer.from('\ufeff# Ponies\r\n\r\nThe ponies of Marnau wear bells in winter.\r\n'),
      question: 'When do the ponies of Marnau wear bells?',
    },
    { name: 'gate.html', content: PAGE, question: 'Who painted the gate of Linford green?' },
    { name: 'ships.jsonl', content: LINES, question: 'Which ship reached Tolvik with lemons?' },
  ])('writes exactly the bytes that were sent, and answers from them: $name', async (file) => {
    const done = await confirm(await propose(file.name, file.content));
    expect(done).toMatchObject({ ephemeral: true, buttons: [], embeds: [] });
    expect(done.content).toContain(`Added as added/${file.name}.`);
    expect(done.content).toContain(`+ added/${file.name}`);
    expect(await newsroom.article(`added/${file.name}`)).toEqual(Buffer.from(file.content));
    expect((await ada.asks(file.question)).text).toContain(`added/${file.name}`);
    expect(await filesWaiting()).toEqual([]);
  });

  it('lets /corpus list and /sources name who added the articles', async () => {
    const list = await ada.runs('corpus list');
    expect(list.text).toContain(
      'added/trams.txt · Osterby counts its trams · 5 January 2023 · added by Ada',
    );
    expect(list.text).toMatch(/added\/ships\.jsonl#\d+ · Second · date unknown · added by Ada/);
    expect(list.text).toMatch(/^bridge\.md · Osterby opens its new bridge · 16 November 2022$/m);
    const { text } = await ada.runs('sources');
    expect(text).toContain(
      '5 January 2023 · The Morning Post · Osterby counts its trams · added by Ada',
    );
    expect(text).toContain('Second · added by Ada');
    expect(text).toMatch(/Osterby opens its new bridge$/m);
  });

  it('puts a number behind a name that is taken', async () => {
    const done = await confirm(await propose('trams.txt', 'Osterby has sold one of its trams.\n'));
    expect(done.content).toContain('Added as added/trams-2.txt.');
    expect(String(await newsroom.article('added/trams.txt'))).toBe(TEXT_FILE);
  });

  it('tells of articles that are there already, to the letter or nearly', async () => {
    const same = await propose('again.txt', SAMPLE_FILES['flood.txt']);
    expect(same.content).toContain(
      'It is there already, word for word, and will not be indexed again.',
    );
    expect(fieldsOf(same)['Says the same as']).toBe('flood.txt, to the letter');
    const alike = await propose(
      'alike.txt',
      SAMPLE_FILES['flood.txt'].replace('blankets', 'boats'),
    );
    expect(fieldsOf(alike)['Says the same as']).toBe('flood.txt');
    for (const proposal of [same, alike]) await ada.presses(proposal, 'Cancel');
  });

  it('says what a moderator may want to mend', async () => {
    const proposal = await propose('note.txt', 'the lamp of the lighthouse is out again.\n');
    expect(fieldsOf(proposal)).toMatchObject({ Date: 'not found' });
    expect(fieldsOf(proposal)['Mind']).toContain('no outlet found, so quotes will name none');
    await ada.presses(proposal, 'Cancel');
  });

  it('shows hostile content as it is, without format, mention or link', async () => {
    const content =
      '---\ntitle: "@everyone **free** [gift](https://evil.example) ```"\noutlet: "<@1> ||x||"\n---\n\n' +
      '# Not the title\n\n@here click [this](https://evil.example) `now`, or <#2> is lost forever.\n';
    const proposal = await propose('evil.md', content);
    const [embed] = proposal.embeds;
    expect(embed?.title).toContain(
      '\\@everyone \\*\\*free\\*\\* \\[gift\\](https\\://evil.example)',
    );
    expect(embed?.description).toContain('\\@here click \\[this\\](https\\://evil.example)');
    expect(fieldsOf(proposal)['Outlet']).toBe('\\<\\@1> \\|\\|x\\|\\|');
    expect(proposal.pings).toEqual([]);
    await ada.presses(proposal, 'Cancel');
  });

  it.each([
    { name: 'report.txt', content: '%PDF-1.7\n1 0 obj\n', why: 'is a PDF document' },
    {
      name: 'news.md',
      content: Buffer.from('PK\x03\x04\x14\0\0\0archive'),
      why: 'is a ZIP archive',
    },
    {
      name: 'cat.html',
      content: Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
      why: 'is a PNG image',
    },
    { name: 'empty.txt', content: '', why: 'is empty' },
    { name: 'blank.md', content: ' \n\n\t\n', why: 'is blank' },
    { name: 'noise.txt', content: Buffer.alloc(2000, 7), why: 'is not text' },
    {
      name: 'export.jsonl',
      content: '[\n{"title": "a"},\n{"title": "b"}\n]',
      why: 'is one JSON document',
    },
    { name: 'large.txt', content: 'word '.repeat(30_000), why: 'is larger than 0.1 MB' },
  ])('refuses what is no article, says what it is, and keeps nothing: $name', async (file) => {
    const before = await filesAdded();
    const refusal = await propose(file.name, file.content);
    expect(refusal).toMatchObject({ ephemeral: true, buttons: [] });
    expect(refusal.content).toContain(`That cannot become an article. The file ${file.why}`);
    expect(await filesAdded()).toEqual(before);
    expect(await filesWaiting()).toEqual([]);
  });

  it.each([
    { name: 'page.txt', content: PAGE, as: 'page.html' },
    { name: 'lines.md', content: LINES, as: 'lines.jsonl' },
    { name: '../../../etc/cron.d/job.txt', content: TEXT_FILE, as: 'etc-cron-d-job.txt' },
    { name: '..\\..\\boot.md', content: TEXT_FILE, as: 'boot.md' },
    { name: 'CON.txt', content: TEXT_FILE, as: 'article-con.txt' },
    { name: 'README.md', content: TEXT_FILE, as: 'article-readme.md' },
    { name: '.hidden.txt', content: TEXT_FILE, as: 'hidden.txt' },
    { name: 'trams.exe', content: TEXT_FILE, as: 'trams-exe.txt' },
  ])('names the file after what it holds, and safely: $name', async ({ name, content, as }) => {
    const proposal = await propose(name, content);
    expect(proposal.content).toContain(`Add it as ${as.replaceAll('_', '\\_')}?`);
    await ada.presses(proposal, 'Cancel');
  });

  it('is not fooled by a name that turns the direction of writing', async () => {
    const proposal = await propose('trams\u202etxt.exe', TEXT_FILE);
    expect(proposal.content).toContain('Add it as trams-txt-exe.txt?');
    await ada.presses(proposal, 'Cancel');
  });
});

describe('the decision about a file', () => {
  it('to cancel leaves nothing behind', async () => {
    const before = await filesAdded();
    const proposal = await propose('trams.txt', `${TEXT_FILE}And that is that.\n`);
    expect(await filesWaiting()).toHaveLength(1);
    await ada.presses(proposal, 'Cancel');
    const { buttons } = await proposal.waitUntil(
      ({ content }) => content === 'Nothing was changed.',
    );
    expect(buttons).toEqual([]);
    expect(await filesAdded()).toEqual(before);
    expect(await filesWaiting()).toEqual([]);
  });

  it('counts once, however often it is made', async () => {
    const proposal = await propose('twice.txt', 'The clock of Kessel strikes twice at noon.\n');
    const presses = await Promise.all([
      ada.member.presses(proposal, 'Add'),
      ada.member.presses(proposal, 'Add'),
      ada.member.presses(proposal, 'Cancel'),
    ]);
    const [, second, third] = presses;
    for (const exchange of [second, third]) {
      expect(await exchange.reply()).toMatchObject({ ephemeral: true, content: DECIDED });
    }
    expect((await untilIndexed(proposal)).content).toContain('+ added/twice.txt');
    expect(await filesAdded()).not.toContain('twice-2.txt');
    expect((await ada.runs('corpus log')).text.match(/added\/twice\.txt/g)).toHaveLength(1);
  });

  it('can be made after a restart of the bot, even one by force', async () => {
    const [kept, dropped] = [
      await propose('kept.txt', 'The keeper of Harlow keeps bees.\n'),
      await propose('dropped.txt', 'The baker of Harlow bakes bread.\n'),
    ];
    await newsroom.killBot();
    await newsroom.startBot();
    expect(await filesWaiting()).toHaveLength(2);
    await ada.presses(dropped, 'Cancel');
    expect((await confirm(kept)).content).toContain('+ added/kept.txt');
    expect(await filesWaiting()).toEqual([]);
  });
});

describe('/corpus add without a file', () => {
  const FIELDS = {
    title: 'Kessel mends its clock',
    outlet: 'Kessel Courier',
    date: '16 November 2022',
    url: 'https://example.org/clock?a=1&b=2',
    text: 'The clock of Kessel has been mended by Tomas Silva, who was paid ninety crowns.',
  };

  async function send(fields: Record<string, string>): Promise<SeenMessage> {
    const form = await ada.sends('corpus add');
    return (await ada.member.submits(form, fields)).reply();
  }

  it('opens a form, of which the article is made, and quotes the text that was pasted', async () => {
    const proposal = await send(FIELDS);
    expect(proposal.embeds[0]?.title).toBe(FIELDS.title);
    expect(fieldsOf(proposal)).toMatchObject({
      Date: '16 November 2022',
      Outlet: 'Kessel Courier',
      Passages: '1',
    });
    expect((await confirm(proposal)).content).toContain('+ added/kessel-mends-its-clock.md');
    const answer = await ada.asks('Who has mended the clock of Kessel?');
    const [quote] = await quotesIn(answer, newsroom.corpusDir);
    expect(quote?.text).toBe(FIELDS.text);
    expect(answer.embeds[0]?.title).toBe(FIELDS.title);
    expect(answer.embeds[0]?.url).toContain(FIELDS.url);
  });

  it.each([
    { ...FIELDS, title: 'He said: "no" \\ \'never\' — #1 & *2: {a} [b] %c @d `e`' },
    { ...FIELDS, title: 'Injected"\n---\noutlet: Fake News\ntitle: "Other' },
    { ...FIELDS, title: '!!js/function "x"', outlet: '*alias' },
    { ...FIELDS, title: 'null', outlet: '1e3' },
    { ...FIELDS, title: '2022-11-16', outlet: 'true' },
    { ...FIELDS, title: '---', outlet: '...' },
    { ...FIELDS, title: 'Line\u2028separator \u{1f6a2} ✓' },
    { ...FIELDS, text: '---\ntitle: Fake\noutlet: Fake News\n---\n\nThe mayor resigned.' },
    { ...FIELDS, text: '"Quoted"\n\n\t- a list: *bold*\n\n```\ncode\n```\n\n<b>no page</b>' },
    { ...FIELDS, text: '{"title": "Fake", "text": "no line of JSON"}' },
    { ...FIELDS, text: '<!doctype html><title>Fake</title><p>No page at all.' },
    { ...FIELDS, text: '%PDF-1.7 is how such documents begin, she said.' },
    { ...FIELDS, text: `\r\n  Blanks\u00a0stay.  \n\n\nEven these:   \n` },
  ])('takes title and text as they are: %o', async (fields) => {
    const proposal = await send(fields);
    const [staged = ''] = await filesWaiting();
    const bytes = await readFile(path.join(newsroom.dataDir, 'incoming', staged));
    const { articles } = await parseArticles('added/pasted.md', bytes);
    await ada.presses(proposal, 'Cancel');
    const oneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
    expect(articles).toHaveLength(1);
    expect(articles[0]).toMatchObject({
      title: oneLine(fields.title),
      outlet: oneLine(fields.outlet),
      date: '2022-11-16',
      url: FIELDS.url,
    });
    const { text, excluded } = articles[0]!;
    expect(text.slice(excluded[0]!.end)).toBe(`\n${fields.text}\n`);
  });

  it.each([
    { ...FIELDS, date: 'yesterday', why: 'has a wrong date: it is not a day of the calendar' },
    { ...FIELDS, url: 'javascript:alert(1)', why: 'has a wrong url: it is not an http or https' },
    { ...FIELDS, text: ' \n ', why: 'holds no text' },
  ])('refuses what cannot be an article, and says which part: $why', async ({ why, ...fields }) => {
    const refusal = await send(fields);
    expect(refusal).toMatchObject({ ephemeral: true, buttons: [] });
    expect(refusal.content).toContain(`That cannot become an article. The text ${why}`);
    expect(await filesWaiting()).toEqual([]);
  });
});
