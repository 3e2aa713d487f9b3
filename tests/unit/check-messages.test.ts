import { describe, expect, it } from 'vitest';
import { takeApart } from '../../src/check/take-apart.ts';
import { checkPassages, shownText } from '../../src/discord/commands/check-passages.ts';
import type { QuoteCheck } from '../../src/quotes/check-quote.ts';

/** A check that finds what it is told to, without articles. */
function checkerOf(verdicts: Readonly<Record<string, QuoteCheck['verdict']>>) {
  return (claim: string): Promise<QuoteCheck> =>
    Promise.resolve({
      claim,
      verdict: verdicts[claim] ?? 'absent',
      matches: [],
      differences: [],
      parts: [],
      ms: 0,
    });
}

describe('the quotations of a message', () => {
  it.each([
    { message: 'He said “one two three” and left', quotations: ['one two three'] },
    {
      message: '"one two three" and "four five six"',
      quotations: ['one two three', 'four five six'],
    },
    {
      message: 'Er sagte „eins zwei drei“ und «un deux trois»',
      quotations: ['eins zwei drei', 'un deux trois'],
    },
    { message: 'and »eins zwei drei« too', quotations: ['eins zwei drei'] },
    { message: '“He said ‘one two three’ to me”', quotations: ['He said ‘one two three’ to me'] },
    { message: '"one “two” three four"', quotations: ['one “two” three four'] },
    { message: '“one "two" three four”', quotations: ['one "two" three four'] },
    { message: '“one “two” three four”', quotations: ['one “two” three four'] },
    { message: '“one two three" and “four”', quotations: ['one two three'] },
    { message: '“one\ntwo three”', quotations: ['one\ntwo three'] },
    { message: "she said 'one two three', didn't she", quotations: ['one two three'] },
    { message: 'so ‘one two’s three’ it is', quotations: ['one two’s three'] },
    { message: "the dogs' bark isn't the cats' meow", quotations: [] },
    { message: 'an "expert" said "one two three"', quotations: ['one two three'] },
    { message: 'is it "legally void"?', quotations: ['legally void'] },
    { message: 'never closed: “one two three', quotations: [] },
    { message: 'nothing in "" or "…"', quotations: [] },
    { message: 'no quotation at all', quotations: [] },
    { message: 'look:\n> one two\n> three four\nwell', quotations: ['one two\nthree four'] },
    { message: '>>> one two\nthree four', quotations: ['one two\nthree four'] },
    {
      message: '> one two three\nand “four five six”',
      quotations: ['one two three', 'four five six'],
    },
  ])('of $message are $quotations', ({ message, quotations }) => {
    expect(takeApart(message).quotations).toEqual(quotations);
  });

  it('leave what stands around them', () => {
    const frame = takeApart('First “one two three”, then "four five six"!').frame;
    expect(frame).toEqual(['First ', ', then ', '!']);
  });
});

describe('the text of a message', () => {
  it.each([
    {
      message: '**one** __two__ ~~three~~ ||four|| *five* _six_',
      text: 'one two three four five six',
    },
    { message: '`one` snake_case', text: 'one snake_case' },
    { message: String.raw`\*one\* \_two\_ \@everyone`, text: '*one* _two_ @everyone' },
    { message: 'one <@1> <:cat:2> <#3> two', text: 'one       two' },
    { message: 'Russia`s army', text: 'Russia`s army' },
  ])('is what is read: $message', ({ message, text }) => {
    expect(shownText(message)).toBe(text);
  });
});

describe('checking a message', () => {
  const FRAME = 'Six words of an article follow:';
  const MESSAGE = `${FRAME} “one two three”`;

  it.each<{
    what: string;
    message: string;
    verdicts: Record<string, QuoteCheck['verdict']>;
    checked: string[];
  }>([
    { what: 'a message without any', message: 'one two', verdicts: {}, checked: ['one two'] },
    {
      what: 'a passage out of an article',
      message: MESSAGE,
      verdicts: { [MESSAGE]: 'exact' },
      checked: [MESSAGE],
    },
    {
      what: 'a passage out of an article that was altered',
      message: MESSAGE,
      verdicts: { [MESSAGE]: 'altered', [`${FRAME} `]: 'altered' },
      checked: [MESSAGE],
    },
    {
      what: 'a quotation that nearly is the message',
      message: MESSAGE,
      verdicts: { [MESSAGE]: 'altered' },
      checked: ['one two three'],
    },
    {
      what: 'quotations that nobody knows',
      message: MESSAGE,
      verdicts: {},
      checked: ['one two three'],
    },
  ])('holds $what against the articles', async ({ message, verdicts, checked }) => {
    const { checks, omitted } = await checkPassages(message, checkerOf(verdicts));
    expect(checks.map(({ claim }) => claim)).toEqual(checked);
    expect(omitted).toBe(0);
  });

  it('stops after five quotations', async () => {
    const { checks, omitted } = await checkPassages('“one two three” '.repeat(7), checkerOf({}));
    expect([checks.length, omitted]).toEqual([5, 2]);
  });
});
