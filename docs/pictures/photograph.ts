import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { visit } from '../../tests/browser/visitor.ts';
import { CORNER, WIDTH } from './message-card.ts';
import type { Colors, ThemeName } from './theme.ts';

/** Pixels for each unit: sharp on a phone, and where somebody zooms in. */
const SCALE = 2;
/** Large enough for a short answer, and no larger: shrunk to a phone, it can still be read. */
const WINDOW = { width: 800, height: 820 };
/** What is longer fades out, since nobody would scroll through all of it. */
const MAX_HEIGHT = 800;
const FADE = 100;
const FONT = 'Pictures';
const CLOCK_TIME = '10:30';

/** The upper part of a drawing as a PNG, since not everywhere an SVG may have pictures in it. */
export async function photographDrawing(
  browser: Browser,
  svg: string,
  { card }: Colors,
): Promise<Buffer> {
  const context = await browser.newContext({
    viewport: { width: WIDTH, height: MAX_HEIGHT },
    deviceScaleFactor: SCALE,
  });
  try {
    const page = await context.newPage();
    await page.setContent(svg);
    await page.addStyleTag({
      content: `
        body { margin: 0; height: 100vh; overflow: hidden; border-radius: ${CORNER}px; }
        body::after { content: ''; position: fixed; inset: auto 0 0; height: ${FADE}px;
          background: linear-gradient(transparent, ${card}); }`,
    });
    await useFont(page, 'svg');
    return await toPng(await page.screenshot({ omitBackground: true }));
  } finally {
    await context.close();
  }
}

/** The page of a playground after a question was answered, in each of the themes. */
export async function photographPlayground(
  browser: Browser,
  url: string,
  { question, themes }: { readonly question: string; readonly themes: readonly ThemeName[] },
): Promise<{ theme: ThemeName; picture: Buffer }[]> {
  const visitor = await visit(browser, url, {
    viewport: WINDOW,
    deviceScaleFactor: SCALE,
    // The page itself takes no fonts from anywhere.
    bypassCSP: true,
  });
  const { page } = visitor;
  await useFont(page, ':root');
  await visitor.say(`/ask ${question}`);
  await visitor.sees('Confidence:');
  // The time is the only thing that would be different each time.
  await page.evaluate(
    `document.querySelectorAll('.by time').forEach((time) => { time.textContent = '${CLOCK_TIME}'; });
     document.activeElement.blur();`,
  );
  await page.mouse.move(0, WINDOW.height);
  const pictures = [];
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme });
    pictures.push({ theme, picture: await toPng(await page.screenshot()) });
  }
  await visitor.leave();
  return pictures;
}

/** Has a page be written in a font that is the same on every machine. */
async function useFont(page: Page, selector: string): Promise<void> {
  const faces = await Promise.all(
    [400, 700].map(async (weight) => {
      const { resolve } = createRequire(import.meta.url);
      const file = resolve(`@fontsource/noto-sans/files/noto-sans-latin-${weight}-normal.woff2`);
      const src = `url(data:font/woff2;base64,${(await readFile(file)).toString('base64')})`;
      return `@font-face { font-family: ${FONT}; font-weight: ${weight}; src: ${src}; }`;
    }),
  );
  const content = `${faces.join('\n')} ${selector} { font-family: ${FONT}; }`;
  await page.addStyleTag({ content });
  await page.evaluate(
    'Promise.all([...document.fonts].map((face) => face.load())).then(() => undefined)',
  );
}

/** With a palette, which is enough for texts on few grounds, and a third of the size. */
function toPng(picture: Buffer): Promise<Buffer> {
  return sharp(picture).png({ palette: true, effort: 10, dither: 0 }).toBuffer();
}
