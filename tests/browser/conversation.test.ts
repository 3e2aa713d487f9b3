import { beforeEach, describe, expect, it } from 'vitest';
import { SAMPLE_FILES } from '../support/library.ts';
import { hasBrowser, usePlayground } from './use-playground.ts';
import type { Visitor } from './visitor.ts';

const COST = 'How much did the new bridge over the Lenne cost?';

describe.skipIf(!hasBrowser())('a conversation in the playground', () => {
  const playground = usePlayground(SAMPLE_FILES);
  let visitor: Visitor;

  beforeEach(async () => {
    visitor = await playground.visit();
    return () => visitor.leave();
  });

  it('begins with a question that the articles answer', async () => {
    await visitor.page.getByRole('button', { name: /^\/ask / }).click();
    const answer = await visitor.sees('Confidence:');
    expect(await answer.innerText()).toContain('Ada used /ask question: ');
    expect(await visitor.hasFocus(visitor.input)).toBe(true);
  });

  it('shows the answering sentence in bold, with outlet, date and place', async () => {
    await visitor.say(`/ask ${COST}`);
    const answer = await visitor.sees('23.5 million crowns');
    expect(await answer.locator('strong').allInnerTexts()).toContainEqual(
      expect.stringContaining('23.5 million crowns'),
    );
    expect(await answer.innerText()).toMatch(/The Morning Post · 16 November 2022/);
    expect(await answer.innerText()).toMatch(/bridge\.md, characters \d+–\d+/);
  });

  it('shows context and feedback to the one who pressed the button alone', async () => {
    await visitor.open('newsroom');
    await visitor.say(`/ask ${COST}`);
    const answer = await visitor.sees('23.5 million crowns');
    await answer
      .getByRole('button', { name: /^Context/ })
      .first()
      .click();
    await visitor.sees('Only you can see this');
    await visitor.press(answer, 'Useful');
    const thanks = await visitor.sees('this was useful');
    expect(await thanks.innerText()).toContain('Only you can see this');

    const other = await playground.visit();
    await other.be('Ben');
    await other.open('newsroom');
    await other.sees('23.5 million crowns');
    expect(await other.messages.filter({ hasText: 'Only you can see this' }).count()).toBe(0);
    await other.leave();

    await visitor.press(thanks, 'Dismiss message');
    await thanks.waitFor({ state: 'detached' });
  });

  it('pages on to further quotes', async () => {
    await visitor.open('newsroom');
    await visitor.say('/ask What happened at the port of Harlow?');
    const answer = await visitor.sees('Confidence:');
    await visitor.press(answer, 'More quotes');
    const more = await visitor.sees('Only you can see this');
    await expect.poll(() => more.innerText()).toContain('Confidence:');
  });

  it('asks on by a form, with the focus in it', async () => {
    await visitor.open('newsroom');
    await visitor.say('/ask Who opened the bridge over the Lenne?');
    const answer = await visitor.sees('Ingrid Tarn');
    await visitor.press(answer, 'Follow up');
    const dialog = visitor.page.getByRole('dialog', { name: 'Ask on' });
    const field = dialog.getByRole('textbox', { name: 'Your question' });
    await field.fill('and what did it cost?');
    await field.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    const next = await visitor.sees('about:');
    await expect.poll(() => next.innerText()).toContain('23.5 million');
  });

  it('goes on in a thread', async () => {
    await visitor.open('newsroom');
    await visitor.say('/ask How high is the lighthouse of Harlow?');
    const answer = await visitor.sees('41 metres');
    await visitor.press(answer, 'Continue in thread');
    await visitor.sees('Let us go on in');
    await answer.getByRole('button', { name: 'How high is the lighthouse' }).click();
    await visitor.open('How high is the lighthouse');
    await visitor.sees('Mention me with your question');
    await visitor.say('@Verbatim when was it built?');
    expect(await (await visitor.sees('1874')).innerText()).toContain('In reply to Ada');
  });

  it('answers anew when a question is edited, and takes the answer back with it', async () => {
    await visitor.open('log');
    await visitor.say('@Verbatim How many homes had no electricity?');
    const answer = await visitor.sees('9,000 homes');
    const question = visitor.messages.filter({ hasText: 'How many homes' }).first();
    const edited = visitor.messages.filter({ hasText: 'What percentage' }).first();
    await visitor.choose(question, 'Edit');
    await visitor.say('@Verbatim What percentage of pay did the dockers demand?');
    await expect.poll(() => answer.innerText()).toContain('nine percent');
    await visitor.choose(edited, 'Delete');
    await expect.poll(() => visitor.messages.count()).toBe(0);
  });

  it('finds quotes on a message of somebody else', async () => {
    await visitor.open('log');
    await visitor.be('Ben');
    await visitor.say('I wonder how many freighters were waiting outside the harbour.');
    await visitor.be('Ada');
    const message = await visitor.sees('I wonder');
    await visitor.choose(message, 'Find quotes on this');
    const quotes = await visitor.sees('eleven freighters');
    expect(await quotes.innerText()).toContain('Only you can see this');
  });

  it('offers commands and values by keyboard', async () => {
    await visitor.input.pressSequentially('/so');
    const listbox = visitor.page.getByRole('listbox', { name: 'Commands' });
    await listbox.getByRole('option', { name: /sources/ }).waitFor();
    await visitor.input.press('ArrowDown');
    await visitor.input.press('Enter');
    const outlet = visitor.page.getByRole('combobox', { name: 'outlet' });
    await expect.poll(() => visitor.hasFocus(outlet)).toBe(true);
    await outlet.pressSequentially('herald');
    await visitor.page.getByRole('option', { name: 'Harbour Herald' }).waitFor();
    await outlet.press('ArrowDown');
    await outlet.press('Enter');
    await outlet.press('Enter');
    const sources = await visitor.sees('1 article from Harbour Herald');
    expect(await sources.innerText()).toContain('Ada used /sources');
  });

  it('hides the commands of moderators from members', async () => {
    await visitor.input.fill('/');
    const options = visitor.page.getByRole('option');
    await options.first().waitFor();
    expect((await options.allInnerTexts()).join()).not.toContain('/corpus');
    await visitor.be('Mira');
    await visitor.input.fill('/');
    await options.filter({ hasText: '/corpus reindex' }).waitFor();
  });
});
