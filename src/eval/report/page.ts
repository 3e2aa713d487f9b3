import { createHash } from 'node:crypto';
import { type Markup, markup } from './markup.ts';
import { PAGE_STYLE } from './page-style.ts';

const STYLE_HASH = createHash('sha256').update(PAGE_STYLE).digest('base64');
/** The page shows itself: nothing is loaded, sent or run, whatever stands in the texts that it quotes. */
const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'`;

/** A complete HTML document in one file. */
export function renderPage(
  title: string,
  facts: readonly string[],
  sections: readonly Markup[],
): string {
  const style: Markup = { source: PAGE_STYLE };
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<h1>${title}</h1>
<p class="faint">${facts.join(' · ')}</p>
${sections}
</body>
</html>
`;
  return page.source;
}

/** A part of the page under a heading. */
export function section(heading: string, content: readonly Markup[]): Markup {
  return markup`<section>
<h2>${heading}</h2>
${content}
</section>
`;
}
