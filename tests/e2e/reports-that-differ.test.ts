import { beforeAll, describe, expect, it } from 'vitest';
import { formatCorrections } from '../../src/corpus/corrections.ts';
import { CORRECTIONS_FILE } from '../../src/corpus/list-corpus.ts';
import type { Member } from '../support/discord-stand-in/member.ts';
import type { SeenMessage } from '../support/discord-stand-in/seen-message.ts';
import { putButton } from '../support/forged-button.ts';
import { Moderator } from '../support/moderator.ts';
import { Newsroom } from '../support/newsroom.ts';
import { readMarkdown } from '../support/read-markdown.ts';
import { quotesIn } from '../support/shown-quotes.ts';

const QUESTION = 'How many people were killed in the explosion at the mine near Harlow?';

const PATIENCE = { timeoutMs: 20_000 };

/** 3 May 2022 was a Tuesday. */
const ARTICLES = {
  'first.md': report(
    'Explosion at a coal mine near Harlow',
    '2022-05-04',
    'The Morning Post',
    'At least 12 people were killed in an explosion at a coal mine near Harlow on Tuesday, said the governor, Petra Juhász. Smoke could be seen from afar.',
  ),
  'second.md': report(
    'The mine near Harlow: what is known',
    '2022-05-05',
    'Harbour *Herald*',
    'The explosion on Tuesday at the coal mine near Harlow killed 14 people, the owner said.',
  ),
  'correction.md': report(
    'Inspectors on the mine near Harlow',
    '2022-05-20',
    'Valley Times',
    'Sixteen people died in the explosion of 3 May at the coal mine near Harlow, the inspectors found. The mine stays shut.',
  ),
  'bus.md': report(
    'Bus leaves the road near Harlow',
    '2022-05-04',
    'The Morning Post',
    'Five people were killed on Tuesday when a bus left the road near Harlow and hit a tree.',
  ),
  'osterby.md': report(
    'Explosion at a coal mine near Osterby',
    '2022-05-04',
    'Valley Times',
    'An explosion at a coal mine near Osterby killed three people on Tuesday, the police said.',
  ),
  'ferry.md': report(
    'A ferry for Tarn',
    '2022-05-06',
    'Valley Times',
    'The new ferry of Tarn carries 120 passengers across the bay, said its captain.',
  ),
};

let newsroom: Newsroom;
let ada: Member;
let ben: Member;

beforeAll(async () => {
  newsroom = await Newsroom.open({ articles: ARTICLES });
  ada = newsroom.server.addMember('Ada');
  ben = newsroom.server.addMember('Ben');
  return () => newsroom.close();
});

function report(title: string, date: string, outlet: string, text: string): string {
  const fields = [
    ['title', title],
    ['date', date],
    ['outlet', outlet],
  ];
  const lines = fields.map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return `---\n${lines.join('\n')}\n---\n\n${text}\n`;
}

async function ask(
  question: string,
  options: { readonly as_of?: string; readonly private?: boolean } = {},
): Promise<SeenMessage> {
  const exchange = await ada.runs('ask', { question, ...options }, { in: newsroom.general });
  return exchange.reply();
}

async function press(member: Member, message: SeenMessage, label: string): Promise<SeenMessage> {
  const exchange = await member.presses(message, label);
  return exchange.reply();
}

/** The rows of the table of figures, as they are read; none where there is no table. */
function rowsOf({ embeds }: SeenMessage): string[] {
  const table = embeds.find(({ title }) => title?.includes('figures'));
  return table?.description?.split('\n').map((line) => readMarkdown(line).text) ?? [];
}

function labelsOf({ buttons }: SeenMessage): string[] {
  return buttons.map(({ label }) => label);
}

const ROWS = [
  '1 “Sixteen people” · Valley Times · 20 May 2022',
  '2 “14 people” · Harbour *Herald* · 5 May 2022',
  '3 “At least 12 people” · The Morning Post · 4 May 2022',
];

describe('a question about a number that is reported differently', () => {
  it('is answered with a table of the figures, newest first, and of no other event', async () => {
    const answer = await ask(QUESTION);
    expect(rowsOf(answer)).toEqual(ROWS);
    expect(answer.embeds.at(-1)?.title).toBe('Reports give different figures');
    expect(labelsOf(answer)).toEqual(expect.arrayContaining(['Figure 1', 'Figure 2', 'Figure 3']));
    expect(labelsOf(answer)).not.toContain('Later report');
  });

  it('has each quote one button away, for whoever presses it', async () => {
    const answer = await ask(QUESTION);
    const shown = [];
    for (const label of ['Figure 1', 'Figure 2', 'Figure 3']) {
      const quote = await press(ben, answer, label);
      expect(quote.ephemeral).toBe(true);
      shown.push(...(await quotesIn(quote, newsroom.corpusDir)));
    }
    expect(shown.map(({ path, bold }) => [path, bold])).toEqual([
      ['correction.md', [expect.stringMatching(/^Sixteen people died in the explosion of 3 May /)]],
      ['second.md', [expect.stringMatching(/^The explosion on Tuesday .* killed 14 people/)]],
      ['first.md', [expect.stringMatching(/^At least 12 people were killed /)]],
    ]);
  });

  it('keeps its table when it is shared', async () => {
    const answer = await ask(QUESTION, { private: true });
    const shared = await press(ada, answer, 'Share');
    expect(shared.ephemeral).toBe(false);
    expect(rowsOf(shared)).toEqual(ROWS);
    const quote = await press(ben, shared, 'Figure 3');
    expect((await quotesIn(quote, newsroom.corpusDir)).map(({ path }) => path)).toEqual([
      'first.md',
    ]);
  });

  it.each([
    'How many people were killed when the bus left the road near Harlow?',
    'How many people did the explosion near Osterby kill?',
    'How many passengers does the ferry of Tarn carry?',
    'What did the governor Petra Juhász say of the explosion near Harlow?',
  ])('is not made of other events or other questions: “%s”', async (question) => {
    const answer = await ask(question);
    expect(answer.embeds.length).toBeGreaterThan(0);
    expect(rowsOf(answer)).toEqual([]);
    expect(labelsOf(answer).filter((label) => label.startsWith('Figure'))).toEqual([]);
  });
});

describe('an answer as of a day', () => {
  it('says what an article after that day has otherwise, with its quote one button away', async () => {
    const answer = await ask(QUESTION, { as_of: '2022-05-04' });
    expect((await quotesIn(answer, newsroom.corpusDir))[0]?.path).toBe('first.md');
    expect(readMarkdown(answer.content).text).toBe(
      'Reported differently on 20 May 2022: “Sixteen people” · Valley Times',
    );
    expect(rowsOf(answer)).toEqual([]);
    const later = await press(ben, answer, 'Later report');
    expect(later.embeds[0]?.author?.name).toBe('Valley Times · 20 May 2022');
    expect(await quotesIn(later, newsroom.corpusDir)).toMatchObject([{ path: 'correction.md' }]);
  });

  it('has the table of that day too', async () => {
    const answer = await ask(QUESTION, { as_of: '2022-05-05' });
    expect(rowsOf(answer)).toEqual([
      '1 “14 people” · Harbour *Herald* · 5 May 2022',
      '2 “At least 12 people” · The Morning Post · 4 May 2022',
    ]);
    expect(labelsOf(answer)).toEqual(
      expect.arrayContaining(['Figure 1', 'Figure 2', 'Later report']),
    );
  });

  it('says nothing of it where no later article has it otherwise', async () => {
    const answer = await ask(QUESTION, { as_of: '2022-05-30' });
    expect(answer.content).toBe('');
    expect(labelsOf(answer)).not.toContain('Later report');
  });
});

describe('a table of figures of which an article was corrected', () => {
  const REMARK = 'Corrected on 22 May 2022: Two of them live.';

  it('says so, and its buttons do, also when it is shared', async () => {
    const before = await ask(QUESTION, { private: true });
    const correction = { kind: 'corrected', on: '2022-05-22', note: 'Two of them live.' } as const;
    const text = formatCorrections(new Map([['correction.md', correction]]));
    await newsroom.editArticles({ [CORRECTIONS_FILE]: text });
    const marked = [ROWS[0], `-# ${REMARK}`, ...ROWS.slice(1)];
    const answer = await ask(QUESTION);
    expect(rowsOf(answer)).toEqual(marked);
    expect((await press(ben, answer, 'Figure 1')).text).toContain(`Note\n${REMARK}`);
    expect(rowsOf(await press(ada, before, 'Share'))).toEqual(marked);
    await newsroom.editArticles({ [CORRECTIONS_FILE]: null });
  });
});

describe('answers that have a figure from an article that is withdrawn', () => {
  it('say so in its row, and where it was the later report', async () => {
    const mira = Moderator.join(newsroom.server, 'Mira', newsroom.general);
    // The first of which quotes something else.
    const other = await ask('How many people did the explosion near Osterby kill?');
    const table = await ask(QUESTION);
    const asOf = await ask(QUESTION, { as_of: '2022-05-04' });
    const row = rowsOf(table).findIndex((text) => text.includes('20 May 2022'));
    const reason = 'They counted twice.';
    const proposal = await mira.runs('corpus withdraw', { article: 'correction.md', reason });
    expect(proposal.text).toContain('1 figure');
    await mira.presses(proposal, 'Withdraw');

    const struck = await table.waitUntil((now) => rowsOf(now).length > 3, PATIENCE);
    const lines = struck.embeds.at(-1)?.description?.split('\n') ?? [];
    expect(lines[row]).toBe(`**${row + 1}** ~~“Sixteen people” · Valley Times · 20 May 2022~~`);
    expect(lines[row + 1]).toMatch(/^-# \*\*Withdrawn on .*:\*\* They counted twice\.$/);
    expect(lines.filter((line) => line.includes('~~'))).toHaveLength(1);
    const later = await asOf.waitUntil(({ text }) => text.includes('Withdrawn on'), PATIENCE);
    expect(later.embeds.at(-1)?.description).toMatch(/It said:\n“Sixteen people died [^”]*”$/);
    expect(other.now().text).toBe(other.text);
    const earlier = await press(ben, later, 'Later report');
    expect(earlier.text).toMatch(/What it said then\n“Sixteen people died/);
    await mira.runs('corpus reinstate', { article: 'correction.md' });
  });
});

describe('a button for a report', () => {
  it('that the answer does not have shows nothing', async () => {
    const answer = await ask('How many passengers does the ferry of Tarn carry?');
    const useful = answer.buttons.find(({ label }) => label === 'Useful')?.customId ?? '';
    const id = `${useful.replace('useful:', 'report:')}:0`;
    const reply = await press(ben, putButton(newsroom.general, answer, id), 'Press me');
    expect(reply).toMatchObject({ ephemeral: true, embeds: [] });
    expect(reply.content).toContain('too old');
  });

  it('says so when the article has changed since', async () => {
    const answer = await ask(QUESTION);
    const row = rowsOf(answer).findIndex((text) => text.includes('Valley Times')) + 1;
    await newsroom.editArticles({
      'correction.md': report('Inspectors', '2022-05-20', 'Valley Times', 'The mine stays shut.'),
    });
    await newsroom.index();
    await expect
      .poll(async () => (await press(ben, answer, `Figure ${row}`)).content, { timeout: 20_000 })
      .toContain('has been taken out of the corpus or changed');
  });
});
