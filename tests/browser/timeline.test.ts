import type { Browser } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { DAM_REPORTS } from '../support/dam-reports.ts';
import { findBrowser } from './find-browser.ts';
import { PlaygroundProcess } from './playground-process.ts';
import { openBrowser, visit } from './visitor.ts';

const browserPath = findBrowser();

describe.skipIf(browserPath === null)('a timeline in the playground', () => {
  let browser: Browser;
  let playground: PlaygroundProcess;

  beforeAll(async () => {
    [browser, playground] = await Promise.all([
      openBrowser(browserPath ?? ''),
      PlaygroundProcess.start(DAM_REPORTS),
    ]);
    return async () => {
      await browser.close();
      await playground.stop();
    };
  });

  it('has its picture, no wider than a phone, with words for those who do not see it', async () => {
    const viewport = { width: 390, height: 844 };
    const visitor = await visit(browser, playground.url, { viewport });
    await visitor.say('/timeline Vell dam');
    const message = await visitor.sees('Timeline of');
    const picture = message.getByRole('img', { name: /^Bars by day: reports on “Vell dam”/ });
    await picture.waitFor();
    const width = visitor.page.evaluate<number>("document.querySelector('img').naturalWidth");
    expect(await width).toBe(1200);
    expect((await picture.boundingBox())?.width).toBeLessThan(390);
    await visitor.leave();
  });
});
