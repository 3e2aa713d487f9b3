import { describe, expect, it } from 'vitest';
import { findMasthead, type Masthead } from '../../../src/corpus/masthead.ts';
import { textReader } from '../../../src/corpus/read-text.ts';
import { readFixture } from '../../support/articles.ts';

const PARAGRAPH = '\n\nThe river rose by two metres overnight, officials in the town said.\n';
const HEADLINE = 'Flood Crest Passes Tarn at Last';

/** What is found above a paragraph, with the text of the range in place of its offsets. */
function mastheadOf(above: string): Omit<Masthead, 'range'> & { readonly masthead: string | null } {
  const text = above + PARAGRAPH;
  const { range, ...found } = findMasthead(text);
  return { ...found, masthead: range && text.slice(range.start, range.end) };
}

describe('the masthead of a whole article', () => {
  it.each([
    {
      fixture: 'live-blog.txt',
      found: { title: null, date: '2022-11-14', outlet: null },
      masthead: 'date 2022-11-14',
    },
    {
      fixture: 'report-with-tweet.txt',
      found: { title: null, date: '2022-12-29', outlet: null },
      masthead: 'date 2022-12-29',
    },
    {
      fixture: 'masthead-with-junk.txt',
      found: {
        title: 'Flood Crest Passes Tarn as Towns Upstream Begin to Dry Out',
        date: '2022-11-16',
        outlet: 'The Lantern',
      },
      masthead: `Issued by Merrow Press Centre - Tarn
ad a b
ad ad ad

Flood Crest Passes Tarn as Towns Upstream Begin to Dry Out

Wednesday 16/November/2022 - 03:53 PM
The Lantern`,
    },
  ])('in $fixture is read and left out of the quotes', async ({ fixture, found, masthead }) => {
    const draft = textReader.read(await readFixture(fixture));
    expect(draft).toMatchObject({ ...found, url: null, note: null, language: 'en' });
    expect(draft.excluded.map(({ start, end }) => draft.text.slice(start, end))).toEqual([
      masthead,
    ]);
  });
});

describe('a masthead', () => {
  it.each([
    {
      above: `${HEADLINE}\nNov. 16, 2022 | 3:53 p.m.\nLantern News`,
      found: { title: HEADLINE, date: '2022-11-16', outlet: 'Lantern News' },
    },
    {
      above: `${HEADLINE}\r\n\r\nUpdated on Wednesday 16 November 2022 at 10.30 local time\r\nThe Lantern`,
      found: { title: HEADLINE, date: '2022-11-16', outlet: 'The Lantern' },
    },
    {
      above: `16 November 2022\n${HEADLINE}\nThe Lantern`,
      found: { title: HEADLINE, date: '2022-11-16', outlet: null },
    },
    {
      above: `${HEADLINE}\nBy Ilse Brandt, 16 November 2022\nThe Lantern`,
      found: { title: HEADLINE, date: '2022-11-16', outlet: 'The Lantern' },
    },
    {
      above: `By the staff of this and that paper\n${HEADLINE}\n16 November 2022`,
      found: { title: HEADLINE, date: '2022-11-16', outlet: null },
    },
    {
      above: `The Flood of 14 November 2012 Remembered\n16 November 2022\nThe Lantern`,
      found: { title: null, date: '2022-11-16', outlet: null },
    },
    {
      above: 'Tarn, 16 November 2022.',
      found: { title: null, date: '2022-11-16', outlet: null },
    },
    { above: HEADLINE, found: { title: HEADLINE, date: null, outlet: null } },
    {
      above: 'What was seen on 14 November 2022',
      found: { title: 'What was seen on 14 November 2022', date: null, outlet: null },
    },
    {
      above: 'Harlow Wins River Cup Final 14 November 2022',
      found: { title: 'Harlow Wins River Cup Final 14 November 2022', date: null, outlet: null },
    },
    {
      above: 'Ferry sails\n16 November 2022\nThe Lantern',
      found: { title: 'Ferry sails', date: '2022-11-16', outlet: 'The Lantern' },
    },
    {
      above: 'Ferry sails again\r\n\r\nWednesday 16 November 2022\r\nThe Lantern',
      found: { title: 'Ferry sails again', date: '2022-11-16', outlet: 'The Lantern' },
    },
    {
      above: 'Ferry sails\nBy Ilse Brandt\n\n16 November 2022',
      found: { title: 'Ferry sails', date: '2022-11-16', outlet: null },
    },
    {
      above: 'Ferry sails\nSource: The Lantern',
      found: { title: 'Ferry sails', date: null, outlet: 'The Lantern' },
    },
    {
      above: 'Harlow\nFerry sails\n16 November 2022\nThe Lantern',
      found: { title: null, date: '2022-11-16', outlet: null },
    },
    {
      above: '16 November 2022\nFerry sails',
      found: { title: null, date: '2022-11-16', outlet: null },
    },
    {
      above: 'The mayor’s “last ferry”…\n\n16 November 2022\nThe Lantern',
      found: { title: 'The mayor’s “last ferry”…', date: '2022-11-16', outlet: 'The Lantern' },
    },
    {
      above: 'Who pays for the ferry?\nBy Ilse Brandt\n16 November 2022',
      found: { title: 'Who pays for the ferry?', date: '2022-11-16', outlet: null },
    },
    {
      above: 'No ferry...\nDate: 16 November 2022\nSource: The Lantern',
      found: { title: 'No ferry...', date: '2022-11-16', outlet: 'The Lantern' },
    },
    {
      above: 'Title: Dry at last\nPublished: 16 November 2022\nSource: Channel 4',
      found: { title: 'Dry at last', date: '2022-11-16', outlet: 'Channel 4' },
    },
    {
      above: 'Headline: Dry at last\nDate: 2022-02-30\nSome note',
      found: { title: 'Dry at last', date: null, outlet: null },
    },
  ])('is read from $above', ({ above, found }) => {
    expect(mastheadOf(above)).toEqual({ ...found, url: null, masthead: above });
  });

  it.each([
    { link: 'https://lantern.example/flood', url: 'https://lantern.example/flood' },
    { link: 'javascript:alert(1)', url: null },
    { link: 'see below', url: null },
  ])('gives the address $url for the line Link: $link', ({ link, url }) => {
    expect(mastheadOf(`Title: Dry at last\nLink: ${link}`).url).toBe(url);
  });

  it.each([
    { above: '', why: 'nothing stands above the paragraph' },
    { above: 'Kyiv under water', why: 'a few words may be a section or a place' },
    { above: `${HEADLINE}\nAnother line that may be one\nThe Lantern`, why: 'any could be it' },
    { above: `${HEADLINE}\n05/06/2022\nThe Lantern`, why: 'the date is not certain' },
    { above: `${HEADLINE}\nPosted 3 days ago`, why: 'the date is not certain' },
    { above: 'The flood began on 24 February 2022.', why: 'it is a sentence' },
    { above: 'Who pays for the ferry?', why: 'nothing below says that it is a headline' },
    { above: 'It rained in Tarn.\n\n16 November 2022', why: 'it is a sentence' },
    { above: 'Who pays?\n\nThe town does', why: 'nothing below says that it is a headline' },
    { above: 'The mayor died 24 February 2022.', why: 'it is a sentence' },
    { above: 'Source: a man in the council told us so on Tuesday.', why: 'it is a sentence' },
    { above: '23.47 – Dyke warden speaks to the governor', why: 'it is an entry of a live blog' },
    { above: '## How the water came to the town', why: 'it is a heading of the text' },
    { above: `16 November 2022\n${'a line\n'.repeat(20)}`, why: 'it is a list' },
    { above: `${'x'.repeat(150)} `.repeat(4), why: 'no headline is that long' },
  ])('is not guessed from $above, since $why', ({ above }) => {
    expect(mastheadOf(above)).toEqual({
      title: null,
      date: null,
      outlet: null,
      url: null,
      masthead: null,
    });
  });

  it.each([
    { name: 'the first entry of a live blog', below: '23.47 – Dyke warden speaks to the governor' },
    { name: 'a Markdown heading', below: '## How the water came' },
    { name: 'a sentence that names a date', below: 'It began on 24 February 2022.' },
  ])('ends above $name', ({ below }) => {
    const above = `${HEADLINE}\n16 November 2022\nThe Lantern`;
    expect(mastheadOf(`${above}\n\n${below}`).masthead).toBe(above);
  });

  it.each([
    { name: 'a heading behind a blank line', below: '\nBackground' },
    { name: 'a line with a number', below: '12 comments' },
    { name: 'a long line', below: 'How the river town of Tarn was lost' },
    { name: 'a byline', below: 'By Ilse Brandt' },
  ])('does not take $name below the date for the outlet', ({ below }) => {
    expect(mastheadOf(`${HEADLINE}\n16 November 2022\n${below}`).outlet).toBeNull();
  });

  it.each([
    { prefix: ' date 2022-11-14', rest: ' It rained.' },
    { prefix: 'date 2022-11-14', rest: ' It had rained for a day and nobody' },
    { prefix: 'Published: 2022-11-14', rest: '\tIt rained.' },
    { prefix: '\n date 2022-11-14', rest: ' It rained.' },
  ])('may be a mere date in front of the first sentence: $prefix', ({ prefix, rest }) => {
    const found = mastheadOf(prefix + rest);
    expect(found).toMatchObject({ title: null, date: '2022-11-14', masthead: prefix.trim() });
  });

  it.each([
    { text: 'date 2022-02-30 It rained.', why: 'the day does not exist' },
    { text: 'date 2022-11-145 It rained.', why: 'the day has three digits' },
    { text: 'date2022-11-14 It rained.', why: 'no blank stands between' },
    { text: 'On the date 2022-11-14 it rained.', why: 'it does not come first' },
  ])('is no date in front of the text when $why', ({ text }) => {
    expect(findMasthead(text)).toMatchObject({ date: null, range: null });
  });

  it('is not looked for where no paragraph follows', () => {
    expect(findMasthead(`${HEADLINE}\n16 November 2022\nThe Lantern`).range).toBeNull();
  });

  it.each([
    { name: 'newlines', text: '\n'.repeat(1_000_000) },
    { name: 'blanks behind a date word', text: `date${' '.repeat(1_000_000)}x` },
    { name: 'blanks behind a label', text: `date:${' '.repeat(1_000_000)}x` },
    { name: 'blanks within a time', text: `23.47${' '.repeat(1_000_000)}x` },
    { name: 'dots', text: '.'.repeat(1_000_000) },
    { name: 'dots and quotation marks', text: '."'.repeat(500_000) },
    { name: 'words', text: 'two days '.repeat(110_000) },
    { name: 'letters', text: 'a'.repeat(1_000_000) },
    { name: 'numbers', text: '1.1-'.repeat(250_000) },
  ])('is looked for in a megabyte of $name without long thinking', ({ text }) => {
    expect(findMasthead(text)).toMatchObject({ title: null, date: null });
  });
});

describe('a paragraph that is broken into lines', () => {
  it('keeps its first line, which is no headline', () => {
    const text = 'On Tuesday the council of Linford voted for a new bridge over the\nriver.\n';
    expect(findMasthead(text)).toMatchObject({ title: null, range: null });
  });

  it('keeps its first line below a headline and a date', () => {
    const above = `${HEADLINE}\n16 November 2022`;
    const text = `${above}\n\nThe council of Linford voted for a new bridge over\nthe river.\n`;
    const { title, outlet, range } = findMasthead(text);
    expect({ title, outlet, masthead: text.slice(range?.start, range?.end) }).toEqual({
      title: HEADLINE,
      outlet: null,
      masthead: above,
    });
  });
});
