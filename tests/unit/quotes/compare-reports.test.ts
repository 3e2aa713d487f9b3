import { describe, expect, it } from 'vitest';
import { completeArticle } from '../../../src/corpus/article.ts';
import { type ComparedReports, compareReports } from '../../../src/quotes/compare-reports.ts';
import { readAskedQuestion } from '../../../src/retrieval/asked-question.ts';
import type { Filters } from '../../../src/retrieval/filters.ts';
import { sampleIndex } from '../../support/sample-index.ts';

/** 3 May 2022 was a Tuesday. */
const FIRST = {
  title: 'Explosion at a coal mine near Harlow',
  date: '2022-05-04',
  outlet: 'The Morning Post',
  text: 'At least 12 people were killed in an explosion at a coal mine near Harlow on Tuesday.',
};
const QUESTION = 'How many people were killed in the mine near Harlow?';

type Report = Partial<typeof FIRST> & { readonly text: string };

/** What is found beside the first report, whose whole text is the quote. */
async function compare(
  others: readonly Report[],
  {
    question = QUESTION,
    filters = {},
    first = FIRST,
  }: { question?: string; filters?: Filters; first?: Report } = {},
): Promise<ComparedReports> {
  const reports = [first, ...others].map((report, position) =>
    completeArticle(`${position}.md`, {
      title: 'Explosion at a coal mine near Harlow',
      date: '2022-05-05',
      outlet: `Outlet ${position}`,
      url: null,
      language: 'en',
      note: null,
      excluded: [],
      ...report,
    }),
  );
  // Names are told from other words by how often they are written with a capital.
  const gazetteer = completeArticle('gazetteer.md', {
    title: 'A list of towns and countries',
    date: null,
    outlet: null,
    url: null,
    language: 'en',
    note: null,
    excluded: [],
    text: 'In the list are Harlow, Osterby, Tarn, Lenne and Ukraine. The list has Harlow and Osterby twice.',
  });
  const index = await sampleIndex([...reports, gazetteer]);
  const asked = await readAskedQuestion(index, question, filters.asOf);
  const { start, end } = index.passages.at(0);
  const compared = await compareReports(index, {
    passage: 0,
    highlights: [{ start, end }],
    asked,
    filters,
  });
  for (const report of [...(compared.figures ?? []), ...(compared.later ? [compared.later] : [])]) {
    const { text } = reports.find(({ id }) => id === report.article.id)!;
    expect(text.slice(report.start, report.end)).toBe(report.figure);
    expect(text.slice(report.quote.start, report.quote.end)).toBe(report.quote.text);
  }
  return compared;
}

async function figuresAmong(
  others: readonly Report[],
  options?: Parameters<typeof compare>[1],
): Promise<string[]> {
  const { figures = [] } = await compare(others, options);
  return figures.map(({ figure, article }) => `${article.published}: ${figure}`);
}

async function laterAmong(
  others: readonly Report[],
  options: { first?: Report; question?: string } = {},
): Promise<string | undefined> {
  const { later } = await compare(others, { filters: { asOf: '2022-05-04' }, ...options });
  return later && `${later.article.published}: ${later.figure}`;
}

describe('a report', () => {
  it('is quoted with what its article denies of it in the next passage', async () => {
    const toll = 'Fourteen people died in the explosion on Tuesday at the coal mine near Harlow.';
    const denial = 'The owner, Imre Vadas, denied this.';
    const text = `${'Smoke could be seen from afar. '.repeat(24)}${toll}\n\n${denial} ${'Rain fell. '.repeat(60)}`;
    const { figures = [] } = await compare([{ text: text.trimEnd() }]);
    const quote = figures.find(({ figure }) => figure === 'Fourteen people')?.quote;
    expect(quote?.text.endsWith(`${toll}\n\n${denial}`)).toBe(true);
    expect(quote?.highlights.at(-1)).toEqual({
      start: text.indexOf(denial),
      end: text.indexOf(denial) + denial.length,
    });
  });
});

describe('differing figures', () => {
  it.each([
    {
      name: 'in other words for the same',
      text: 'Fourteen people died in Tuesday’s blast at the coal mine near Harlow.',
      figure: 'Fourteen people',
    },
    {
      name: 'as a toll with the day of the new count',
      text: 'The death toll of the explosion on Tuesday at the mine near Harlow rose to 15 on Wednesday.',
      figure: '15',
    },
    {
      name: 'where the day is that of the article before',
      text: 'The explosion near Harlow came on Tuesday. It killed more than 20 people at the coal mine near Harlow, doctors said.',
      figure: 'more than 20 people',
    },
    {
      name: 'at a place that is named more closely',
      text: 'Nine people lost their lives when the explosion hit the coal mine of Lenne near Harlow on Tuesday.',
      figure: 'Nine people',
    },
    {
      name: 'that deny it by a number',
      text: 'No one was killed in the explosion at the coal mine near Harlow on Tuesday, the owner said.',
      figure: 'No one',
    },
  ])('are found $name', async ({ text, figure }) => {
    expect(await figuresAmong([{ text }])).toEqual([
      `2022-05-05: ${figure}`,
      '2022-05-04: At least 12 people',
    ]);
  });

  it('stand newest first, one row for what an article says twice', async () => {
    const text = (count: string): string =>
      `The explosion at the coal mine near Harlow on Tuesday killed ${count} people. In the explosion at the mine near Harlow on Tuesday ${count} people died, said a miner.`;
    const figures = await figuresAmong([
      { date: '2022-05-05', text: text('14') },
      { date: '2022-05-06', text: text('16') },
      { date: '2022-05-05', text: text('12') },
    ]);
    expect(figures).toEqual([
      '2022-05-06: 16 people',
      '2022-05-05: 14 people',
      '2022-05-05: 12 people',
      '2022-05-04: At least 12 people',
    ]);
  });

  it('are no more than five, and the ones that differ most', async () => {
    const others = [12, 12, 12, 12, 12, 14, 16].map((count) => ({
      date: count === 12 ? '2022-05-06' : '2022-05-05',
      text: `The explosion at the coal mine near Harlow on Tuesday 3 May killed ${count} people.`,
    }));
    const figures = await figuresAmong(others);
    expect(figures).toHaveLength(5);
    expect(figures).toContain('2022-05-05: 14 people');
    expect(figures).toContain('2022-05-05: 16 people');
  });

  it('of one article are shown as its own', async () => {
    const first = {
      ...FIRST,
      text: `${FIRST.text} By the evening the rescuers at the mine near Harlow said that the explosion had killed 14 people.`,
    };
    const { figures = [] } = await compare([], { first });
    expect(figures.map(({ figure, article }) => [figure, article.outlet])).toEqual([
      ['At least 12 people', 'The Morning Post'],
      ['14 people', 'The Morning Post'],
    ]);
  });

  it('keep to what the asker limits the answer to', async () => {
    const others = [
      {
        outlet: 'Valley Times',
        text: 'The explosion on Tuesday at the mine near Harlow killed 14 people.',
      },
    ];
    expect(await figuresAmong(others, { filters: { outlet: 'Morning Post' } })).toEqual([]);
    expect(await figuresAmong(others, { filters: { asOf: '2022-05-04' } })).toEqual([]);
  });
});

describe('no difference', () => {
  it.each([
    ['the same number', 'The explosion on Tuesday at the mine near Harlow killed 12 people.'],
    ['the same in words', 'The explosion on Tuesday at the mine near Harlow killed twelve people.'],
    [
      'a rounded number',
      'The explosion on Tuesday at the mine near Harlow killed about 11 people.',
    ],
    [
      'a limit that holds',
      'The explosion on Tuesday at the mine near Harlow killed up to 20 people.',
    ],
    ['another place', 'An explosion at a coal mine near Osterby killed three people on Tuesday.'],
    ['another day', 'The explosion on Monday at the mine near Harlow killed 14 people.'],
    ['another year', 'The explosion of 3 May 2021 at the mine near Harlow killed 14 people.'],
    ['another event', 'A bus crash near Harlow on Tuesday killed 14 people.'],
    [
      'another thing that happened',
      'The explosion on Tuesday at the mine near Harlow injured 14 people.',
    ],
    [
      'others that are counted',
      'The explosion on Tuesday at the mine near Harlow killed 14 horses.',
    ],
    ['a part of them', 'The explosion on Tuesday at the mine near Harlow killed 9 young people.'],
    [
      'an older count',
      'The toll of the explosion on Tuesday at the mine near Harlow is up from 9.',
    ],
    [
      'what was thought first',
      'Initially 9 people were killed, it was said of the explosion on Tuesday at the mine near Harlow.',
    ],
    [
      'what may come',
      'The explosion on Tuesday at the mine near Harlow may have killed 40 people.',
    ],
    ['a question', 'Were 40 people killed in the explosion on Tuesday at the mine near Harlow?'],
    [
      'a denied number',
      'The owner denied that 40 people were killed in the explosion on Tuesday at the mine near Harlow.',
    ],
    [
      'a sum over time',
      'Explosions on Tuesday and before at the mine near Harlow have killed 90 people since 1950.',
    ],
    [
      'a second event of the day',
      'A second explosion on Tuesday at the mine near Harlow killed 3 people.',
    ],
    ['more of them', 'The explosion on Tuesday at the mine near Harlow killed five more people.'],
  ])('is seen in %s', async (_, text) => {
    expect(await compare([{ text }])).toEqual({});
  });

  it.each([
    {
      name: 'a number of a place and one of the whole country',
      question: 'How many missiles were shot down on 3 May 2022?',
      first: 'The air force of Ukraine shot down 54 missiles on Tuesday.',
      other: 'The air force of Ukraine shot down 21 missiles over Osterby on Tuesday.',
    },
    {
      name: 'two at different sites of a town',
      question: 'How many people were killed in the shooting in Osterby?',
      first: 'Four people were killed in a shooting at a school in Osterby on Tuesday.',
      other: 'A shooting at a petrol station in Osterby killed two people on Tuesday.',
    },
    {
      name: 'morning and evening',
      question: 'How many drones were shot down over Osterby?',
      first: 'On Tuesday morning 12 drones were shot down over Osterby in the attack.',
      other: 'On Tuesday evening five drones were shot down over Osterby in the attack.',
    },
    {
      name: 'two accidents of a day',
      question: 'How many people were killed in Osterby?',
      first: 'Two people were killed in Osterby on Tuesday when a wall fell on them.',
      other: 'Three people were killed in Osterby on Tuesday when a lorry hit their car.',
    },
    {
      name: 'launched and shot down',
      question: 'How many missiles were launched at Ukraine on 3 May 2022?',
      first: 'At Ukraine 69 missiles were launched on Tuesday.',
      other: 'Over Ukraine 54 missiles were shot down on Tuesday.',
    },
    {
      name: 'two who do the same',
      question: 'How many tanks were lost on 3 May 2022?',
      first: 'Tarn lost 12 tanks in the attack on Tuesday.',
      other: 'Osterby lost 30 tanks in the attack on Tuesday.',
    },
  ])('is seen between $name', async ({ question, first, other }) => {
    const title = 'News of Tuesday';
    expect(
      await compare([{ title, text: other }], {
        question,
        first: { ...FIRST, title, text: first },
      }),
    ).toEqual({});
  });

  it('is looked for where no number is asked for and no day is set', async () => {
    const text = 'The explosion on Tuesday at the mine near Harlow killed 14 people.';
    expect(await compare([{ text }], { question: 'What happened near Harlow?' })).toEqual({});
  });
});

describe('what a later article says otherwise', () => {
  const CORRECTED = {
    date: '2022-05-20',
    text: 'Sixteen people died in the explosion of 3 May at the coal mine near Harlow, inspectors found.',
  };

  it('is the last one', async () => {
    const between = {
      date: '2022-05-05',
      text: 'The explosion on Tuesday at the mine near Harlow killed 14 people.',
    };
    expect(await laterAmong([between, CORRECTED])).toBe('2022-05-20: Sixteen people');
    expect(await laterAmong([CORRECTED, between])).toBe('2022-05-20: Sixteen people');
  });

  it('is found whatever is asked', async () => {
    const question = 'What happened at the mine near Harlow?';
    expect(await laterAmong([CORRECTED], { question })).toBe('2022-05-20: Sixteen people');
  });

  it('may be a denial', async () => {
    const text =
      'The owner denied that anyone had been killed in the explosion of 3 May at the mine near Harlow.';
    expect(await laterAmong([{ date: '2022-05-06', text }])).toBe('2022-05-06: denied that');
  });

  it('may be a figure where all was denied before', async () => {
    const first = {
      ...FIRST,
      text: 'The owner denied that anyone had been killed in the explosion on Tuesday at the mine near Harlow.',
    };
    const question = 'Was anyone killed in the mine near Harlow?';
    expect(await laterAmong([CORRECTED], { first, question })).toBe('2022-05-20: Sixteen people');
  });

  it.each([
    ['the same', 'The explosion of 3 May at the coal mine near Harlow killed at least 12 people.'],
    ['of another event', 'The explosion of 10 May at the coal mine near Harlow killed 3 people.'],
    [
      'who is to blame',
      'The owner denied any responsibility after people were killed in the explosion of 3 May at the mine near Harlow.',
    ],
  ])('is nothing where it says %s', async (_, text) => {
    expect(await laterAmong([{ date: '2022-05-20', text }])).toBeUndefined();
  });

  it('is not sought among what came out by that day, or on no known day', async () => {
    const { text } = CORRECTED;
    expect(await laterAmong([{ date: '2022-05-04', text }])).toBeUndefined();
    expect(await laterAmong([{ date: null as never, text }])).toBeUndefined();
  });
});
