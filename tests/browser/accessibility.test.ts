import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { describe, expect, it } from 'vitest';
import { SAMPLE_FILES } from '../support/library.ts';
import { hasBrowser, usePlayground } from './use-playground.ts';
import type { Visitor } from './visitor.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1200, height: 900 };

describe.skipIf(!hasBrowser())('the page of the playground', () => {
  const playground = usePlayground(SAMPLE_FILES);

  it.each([
    { colorScheme: 'light', viewport: DESK },
    { colorScheme: 'dark', viewport: DESK },
    { colorScheme: 'light', viewport: PHONE },
    { colorScheme: 'dark', viewport: PHONE },
  ] as const)(
    'can be used by everybody in $colorScheme at a width of $viewport.width',
    async (options) => {
      const visitor = await playground.visit(options);
      await visitor.be('Mira');
      expect(await violations(visitor)).toEqual([]);

      await visitor.say('/ask How much did the new bridge over the Lenne cost?');
      const answer = await visitor.sees('23.5 million crowns');
      await visitor.press(answer, 'Useful');
      await visitor.sees('Only you can see this');
      await answer.getByLabel('More on the message').click();
      expect(await violations(visitor)).toEqual([]);

      await visitor.input.fill('/');
      await visitor.page.getByRole('option').first().waitFor();
      expect(await violations(visitor)).toEqual([]);

      await visitor.say('/ask');
      await visitor.page.getByRole('form', { name: '/ask' }).waitFor();
      expect(await violations(visitor)).toEqual([]);
      await visitor.page.keyboard.press('Escape');

      await visitor.press(answer, 'Follow up');
      await visitor.page.getByRole('dialog').waitFor();
      expect(await violations(visitor)).toEqual([]);
      expect(await isWiderThanItsWindow(visitor)).toBe(false);
      await visitor.leave();
    },
  );

  it('keeps the focus where it was while messages come and change', async () => {
    const visitor = await playground.visit();
    await visitor.open('newsroom');
    await visitor.say('/ask How high is the lighthouse of Harlow?');
    const answer = await visitor.sees('41 metres');
    const button = answer.getByRole('button', { name: 'Not useful' });
    await button.focus();
    await visitor.page.keyboard.press('Enter');
    await visitor.sees('this was not what was asked');
    expect(await visitor.hasFocus(button)).toBe(true);
    await visitor.press(answer, 'Remove');
    await answer.waitFor({ state: 'detached' });
    expect(await visitor.hasFocus(visitor.input)).toBe(true);
    await visitor.leave();
  });

  it('says what the bot answers to those who do not see it', async () => {
    const visitor = await playground.visit();
    await visitor.say('/ask Who opened the bridge over the Lenne?');
    const announcer = visitor.page.locator('#announcer[aria-live=polite]');
    await expect.poll(() => announcer.innerText()).toMatch(/^Verbatim: [^]*Ingrid Tarn/);
    await visitor.leave();
  });
});

/** What axe finds wrong, each rule with where. */
async function violations({ page }: Visitor): Promise<string[]> {
  await page.evaluate(await readFile(AXE, 'utf8'));
  const results = await page.evaluate<AxeResults>('axe.run()');
  return results.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
}

function isWiderThanItsWindow({ page }: Visitor): Promise<boolean> {
  return page.evaluate('document.documentElement.scrollWidth > window.innerWidth');
}
