/**
 * Draws the pictures of the README, each in a dark and a light theme: what the bot shows in Discord,
 * from answers of the real program, and the page of its playground. Those that have pictures in
 * them are photographed, which takes Chromium; where there is none, the others are drawn all the same.
 *
 *     npm run pictures
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { loadConfig } from '../../src/config.ts';
import { findBrowser } from '../../tests/browser/find-browser.ts';
import { PlaygroundProcess } from '../../tests/browser/playground-process.ts';
import { openBrowser } from '../../tests/browser/visitor.ts';
import { showCorrectedAnswer } from './corrected-answer.ts';
import { showAnswer, showNothingFound, showTimeline } from './exchanges.ts';
import { drawExchange, type Exchange } from './message-card.ts';
import { photographDrawing, photographPlayground } from './photograph.ts';
import { type ThemeName, THEMES } from './theme.ts';
import { withIndex } from './with-index.ts';

const ANSWERABLE = 'How many cruise missiles did Russian forces fire on 29 December?';
const UNANSWERABLE = 'What did Morawiecki say about the missile in Poland?';
/** One short quote answers it, so that its buttons are on the screen. */
const ANSWERABLE_BRIEFLY = 'How much of the power of Lviv was cut off?';
const TOPIC = 'missile attacks';
const THEME_NAMES: readonly ThemeName[] = ['dark', 'light'];

const { corpusDir } = loadConfig({});
const { answer, nothingFound, timeline } = await withIndex(corpusDir, async (indexed) => ({
  answer: await showAnswer(ANSWERABLE, indexed),
  nothingFound: await showNothingFound(UNANSWERABLE, indexed),
  timeline: await showTimeline(TOPIC, indexed),
}));
await draw('answer', answer);
await draw('nothing-found', nothingFound);
await draw('corrected-answer', await showCorrectedAnswer());

const browserPath = findBrowser();
if (browserPath === null) {
  process.stderr.write(
    'The pictures of the timeline and the playground were not made: they need Chromium, and ' +
      'there is none in PATH; on Debian, "apt-get install chromium" brings it.\n',
  );
  process.exitCode = 2;
} else {
  await photograph(browserPath);
}

async function photograph(executablePath: string): Promise<void> {
  const [browser, playground] = await Promise.all([
    openBrowser(executablePath),
    PlaygroundProcess.start(corpusDir),
  ]);
  try {
    for (const theme of THEME_NAMES) {
      const drawing = drawExchange(timeline, THEMES[theme]);
      const picture = await photographDrawing(browser, drawing, THEMES[theme]);
      await write(`timeline-${theme}.png`, picture);
    }
    const options = { question: ANSWERABLE_BRIEFLY, themes: THEME_NAMES };
    for (const { theme, picture } of await photographPlayground(browser, playground.url, options)) {
      await write(`playground-${theme}.png`, picture);
    }
  } finally {
    await browser.close();
    await playground.stop();
  }
}

async function draw(name: string, exchange: Exchange): Promise<void> {
  for (const theme of THEME_NAMES) {
    await write(`${name}-${theme}.svg`, drawExchange(exchange, THEMES[theme]));
  }
}

async function write(name: string, content: string | Buffer): Promise<void> {
  await writeFile(path.join(import.meta.dirname, name), content);
}
