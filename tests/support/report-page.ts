import { createHash } from 'node:crypto';
import { parseHTML } from 'linkedom';
import { expect } from 'vitest';

const ELEMENTS =
  'html head meta title style body h1 h2 h3 p section article blockquote figure figcaption div table ' +
  'thead tbody tr th td svg path text rect circle';
const ATTRIBUTES =
  'lang charset http-equiv content name class dir scope viewBox role aria-label d x y width height ' +
  'cx cy r text-anchor transform';

/** A report as a browser reads it. */
export function readPage(html: string): ReturnType<typeof parseHTML>['document'] {
  return parseHTML(html).document;
}

/** Fails where a page has anything that could run, load or send, or that came out of a text. */
export function expectHarmless(html: string): void {
  const document = readPage(html);
  const elements = [...document.querySelectorAll('*')];
  const [allowedElements, allowedAttributes] = [ELEMENTS, ATTRIBUTES].map(
    (names) => new Set(names.toLowerCase().split(' ')),
  );
  const strangers = elements
    .map(({ localName }) => localName.toLowerCase())
    .filter((name) => allowedElements?.has(name) !== true);
  const strangeAttributes = elements
    .flatMap(({ attributes }) => [...attributes].map(({ name }) => name.toLowerCase()))
    .filter((name) => allowedAttributes?.has(name) !== true);
  expect({ strangers, strangeAttributes }).toEqual({ strangers: [], strangeAttributes: [] });

  const style = /<style>([^]*?)<\/style>/.exec(html)?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  const policy = document.querySelector('meta[http-equiv="Content-Security-Policy"]');
  expect(policy?.getAttribute('content')).toBe(
    `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
  );
  expect(style).not.toMatch(/url\(|@import/);
}
