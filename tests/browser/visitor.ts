import {
  type Browser,
  type BrowserContext,
  chromium,
  type Locator,
  type Page,
} from 'playwright-core';

/** Somebody with the page open in a browser. */
export class Visitor {
  readonly page: Page;
  /** What went wrong in the page, in words: errors, and what its policy forbade. */
  readonly #problems: string[] = [];
  /** Addresses that the page asked for. */
  readonly #requests: string[] = [];
  /** The last message when something was done last; null for none. */
  #before: string | null = null;

  constructor(page: Page) {
    this.page = page;
    page.on('pageerror', (error) => this.#problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.#problems.push(message.text());
    });
    page.on('request', (request) => this.#requests.push(request.url()));
  }

  get input(): Locator {
    return this.page.getByRole('combobox', { name: /^Message/ });
  }

  get messages(): Locator {
    return this.page.getByRole('article');
  }

  async be(name: string): Promise<void> {
    this.#before = null;
    await this.page.getByRole('radio', { name }).check();
    await this.page.getByText(`You are ${name}.`).waitFor({ state: 'attached' });
  }

  async open(channel: string): Promise<void> {
    this.#before = null;
    await this.page.getByRole('navigation').getByRole('button', { name: channel }).click();
    await this.page.getByRole('heading', { name: channel }).waitFor();
  }

  /** Writes a message, or a command, and sends it off. */
  async say(text: string): Promise<void> {
    await this.#lookFromHere();
    await this.input.fill(text);
    await this.input.press('Enter');
  }

  async press(message: Locator, label: string): Promise<void> {
    await this.#lookFromHere();
    await message.getByRole('button', { name: label, exact: true }).click();
  }

  /** Does what stands in the menu of a message. */
  async choose(message: Locator, label: string): Promise<void> {
    await message.getByLabel('More on the message').click();
    await this.press(message, label);
  }

  /** The last message that holds a text, of those that came since something was done; the same from then on. */
  async sees(text: string | RegExp): Promise<Locator> {
    const place = this.#before === null ? 'article' : `${selectorOf(this.#before)} ~ article`;
    const message = this.page.locator(place).filter({ hasText: text }).last();
    await message.waitFor();
    return this.page.locator(selectorOf(await message.getAttribute('data-message')));
  }

  /** Whether the keyboard is with an element. */
  async hasFocus(element: Locator): Promise<boolean> {
    return (await element.and(this.page.locator(':focus')).count()) === 1;
  }

  /**
   * Closes the page.
   *
   * @throws where something went wrong in it, or it asked for something from elsewhere.
   */
  async leave(): Promise<void> {
    const { origin } = new URL(this.page.url());
    const foreign = this.#requests.filter((url) => new URL(url).origin !== origin);
    await this.page.context().close();
    const found = [...this.#problems, ...foreign];
    if (found.length > 0) throw new Error(`the page was not well: ${found.join('; ')}`);
  }

  async #lookFromHere(): Promise<void> {
    const count = await this.messages.count();
    this.#before =
      count === 0 ? null : await this.messages.nth(count - 1).getAttribute('data-message');
  }
}

function selectorOf(messageId: string | null): string {
  return `article[data-message="${messageId}"]`;
}

/** Starts a browser without a window. */
export function openBrowser(executablePath: string): Promise<Browser> {
  // In a container there is no sandbox to be had, and the pages are our own.
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/** Opens the page, and waits until questions can be answered. */
export async function visit(
  browser: Browser,
  url: string,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<Visitor> {
  const context: BrowserContext = await browser.newContext({ locale: 'en-GB', ...options });
  const visitor = new Visitor(await context.newPage());
  await visitor.page.goto(url);
  await visitor.page.getByRole('status').filter({ hasText: /^$/ }).waitFor({ state: 'attached' });
  await visitor.input.waitFor();
  return visitor;
}
