import type { Browser } from 'playwright-core';
import { beforeAll } from 'vitest';
import { findBrowser } from './find-browser.ts';
import { PlaygroundProcess } from './playground-process.ts';
import { openBrowser, type Visitor, visit } from './visitor.ts';

/** A playground that is open while tests run. */
export interface OpenPlayground {
  readonly corpusDir: string;
  /** Opens its page, with what Playwright calls the options of a context. */
  visit(options?: Parameters<Browser['newContext']>[0]): Promise<Visitor>;
}

/** Whether there is a browser for the tests; that there is none is said loudly. */
export function hasBrowser(): boolean {
  if (findBrowser() !== null) return true;
  process.stderr.write(
    '\nSKIPPED: the tests of the page need Chromium, and there is none here. On Debian: ' +
      'apt-get install chromium\n\n',
  );
  return false;
}

/**
 * Opens a playground and a browser before the tests of a suite, and closes them afterwards.
 *
 * @param articles content by path below the corpus folder.
 * @returns the playground, for tests and hooks alone.
 */
export function usePlayground(articles: Readonly<Record<string, string>>): OpenPlayground {
  let browser: Browser;
  let playground: PlaygroundProcess;

  beforeAll(async () => {
    [browser, playground] = await Promise.all([
      openBrowser(findBrowser() ?? ''),
      PlaygroundProcess.startOver(articles),
    ]);
    return async () => {
      await browser.close();
      await playground.stop();
    };
  });

  return {
    get corpusDir() {
      return playground.corpusDir;
    },
    visit: (options) => visit(browser, playground.url, options),
  };
}
