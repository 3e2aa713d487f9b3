import { beforeAll, describe, expect, it } from 'vitest';
import type { Member } from '../support/discord-stand-in/member.ts';
import type { SeenMessage } from '../support/discord-stand-in/seen-message.ts';
import { SAMPLE_FILES } from '../support/library.ts';
import { Newsroom } from '../support/newsroom.ts';
import { quotesIn } from '../support/shown-quotes.ts';
import { WEATHER_REPORTS } from '../support/weather-reports.ts';

/** Sixteen articles, one more than a page holds, in which another outlet’s name begins with this one’s. */
const GAZETTE_FILES = Object.fromEntries(
  Array.from({ length: 16 }, (_, position) => {
    const day = String(position + 1).padStart(2, '0');
    const outlet = position === 0 ? 'Gazette' : 'Gazette on Sunday';
    const article = `---\ntitle: Issue ${day}\ndate: 2020-01-${day}\noutlet: ${outlet}\n---\n\nSold out.\n`;
    return [`gazette/${day}.md`, article];
  }),
);

let newsroom: Newsroom;
let ada: Member;

beforeAll(async () => {
  newsroom = await Newsroom.open({
    articles: { ...SAMPLE_FILES, ...WEATHER_REPORTS, ...GAZETTE_FILES },
  });
  ada = newsroom.server.addMember('Ada');
  return () => newsroom.close();
});

async function run(command: string, options: Record<string, string> = {}): Promise<SeenMessage> {
  return (await ada.runs(command, options, { in: newsroom.general })).reply();
}

async function turn(page: SeenMessage, label: 'Newer' | 'Older'): Promise<SeenMessage> {
  const { interaction } = await ada.presses(page, label);
  return page.waitUntil(({ edited }) => edited && interaction.isOriginalAnswered);
}

/** The lines that name articles. */
function articlesOn({ embeds }: SeenMessage): string[] {
  return embeds[0]?.description?.split('\n').slice(2) ?? [];
}

function placeOf({ embeds }: SeenMessage): string | undefined {
  return embeds[0]?.footer?.text;
}

describe('/sources', () => {
  it('lists the articles to the asker alone, newest first', async () => {
    const page = await run('sources');
    expect(page.ephemeral).toBe(true);
    expect(page.embeds[0]?.description).toContain(
      '50 articles from 34 outlets, published 1 January 2020 – 29 December 2022',
    );
    expect(articlesOn(page).slice(0, 4)).toEqual([
      '29 December 2022 · Harbour Herald · Dockers in Harlow walk out over pay',
      '16 November 2022 · The Morning Post · Osterby opens its new bridge',
      '14 November 2022 · The Morning Post · Flood leaves half of Harlow without electricity',
      '30 June 2021 · Station 30 · Weather report no. 30',
    ]);
    expect(page.buttons).toMatchObject([
      { label: 'Newer', disabled: true },
      { label: 'Older', disabled: false },
    ]);
  });

  it('is leafed through both ways, in one and the same message', async () => {
    const first = await run('sources');
    const pages = [first];
    let page = first;
    while (page.buttons.some(({ label, disabled }) => label === 'Older' && !disabled)) {
      page = await turn(page, 'Older');
      expect(page.id).toBe(first.id);
      pages.push(page);
    }
    expect(pages.map(placeOf)).toEqual(['1–15 of 50', '16–30 of 50', '31–45 of 50', '46–50 of 50']);
    expect(new Set(pages.flatMap(articlesOn)).size).toBe(50);
    expect(articlesOn(page).at(-1)).toBe('date unknown · Outlet unknown · Notes on the lighthouse');

    for (const earlier of pages.slice(0, -1).reverse()) {
      page = await turn(page, 'Newer');
      expect(articlesOn(page)).toEqual(articlesOn(earlier));
    }
    expect(page.buttons).toMatchObject([{ disabled: true }, { disabled: false }]);
  });

  it('lists the articles of one outlet, page by page', async () => {
    const first = await run('sources', { outlet: 'Station' });
    expect(first.embeds[0]?.description).toContain('1 article from Station');
    expect(first.buttons).toEqual([]);

    const post = await run('sources', { outlet: 'morning' });
    expect(post.embeds[0]?.description).toContain('2 articles from The Morning Post');
  });

  it('lists the very outlet that was named, and not another that begins with the name', async () => {
    const page = await run('sources', { outlet: 'Gazette' });
    expect(page.embeds[0]?.description).toContain('1 article from Gazette\n');
    const other = await run('sources', { outlet: 'Gazette on Sunday' });
    expect(other.embeds[0]?.description).toContain('15 articles from Gazette on Sunday\n');
  });

  it('knows no such outlet, and says so', async () => {
    const page = await run('sources', { outlet: 'The *Daily* @everyone' });
    expect(page).toMatchObject({ ephemeral: true, embeds: [] });
    expect(page.content).toBe(
      'I have nothing from an outlet called “The \\*Daily\\* \\@everyone”.',
    );
  });

  it('offers outlets while one is typed', async () => {
    const typing = { focused: 'outlet', in: newsroom.general };
    expect(await ada.types('sources', { outlet: 'POST' }, typing)).toEqual([
      { name: 'The Morning Post', value: 'The Morning Post' },
    ]);
    expect(await ada.types('sources', { outlet: '' }, typing)).toHaveLength(25);
  });

  it('works in direct messages', async () => {
    const page = await (await ada.runs('sources', {}, { in: ada.dm })).reply();
    expect(placeOf(page)).toBe('1–15 of 50');
    expect(placeOf(await turn(page, 'Older'))).toBe('16–30 of 50');
  });
});

describe('/help', () => {
  it('tells the asker alone what the bot can do and what it cannot', async () => {
    const page = await run('help');
    expect(page.ephemeral).toBe(true);
    for (const words of [
      'word for word',
      '`/ask`',
      'mention me',
      '**Find quotes on this**',
      '`/sources`',
      'I check it against its article',
      'Whether what it says is true, nobody has checked',
      'I do not sum up, judge or foretell',
      '50 articles from 34 outlets',
    ]) {
      expect(page.text).toContain(words);
    }
  });

  it('gives an example that is answered', async () => {
    const page = await run('help');
    const example = page.embeds[0]?.fields?.find(({ name }) => name === 'For example')?.value ?? '';
    expect(example).toBe('/ask Dockers in Harlow walk out over pay');
    const answer = await run('ask', { question: example.replace('/ask ', '') });
    expect(await quotesIn(answer, newsroom.corpusDir)).not.toEqual([]);
    expect(answer.embeds[0]?.title).toBe('Dockers in Harlow walk out over pay');
  });

  it('works in direct messages', async () => {
    const exchange = await ada.runs('help', {}, { in: ada.dm });
    expect((await exchange.reply()).text).toContain('How to ask');
  });
});
