import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ArticleDraft } from '../../../src/corpus/article.ts';
import { htmlReader } from '../../../src/corpus/read-html.ts';
import { CorpusError } from '../../../src/errors.ts';
import { readFixture } from '../../support/articles.ts';

const BODY =
  '<p>The water board said that the crest of the flood had passed the town.</p>' +
  '<p>Families could return, it said, once the wells were checked.</p>';

function page(head: string, body: string = BODY): string {
  return `<!doctype html><html><head>${head}</head><body><main>${body}</main></body></html>`;
}

async function readHead(head: string, body?: string): Promise<ArticleDraft> {
  return htmlReader.read(page(head, body));
}

async function textOf(body: string): Promise<string> {
  return (await htmlReader.read(page('', body))).text;
}

function jsonLd(value: unknown): string {
  return `<script type="application/ld+json">${JSON.stringify(value)}</script>`;
}

describe('a saved page', () => {
  it('is its article without what surrounds it', async () => {
    const draft = await htmlReader.read(await readFixture('saved-page.html'));
    expect(draft).toMatchObject({
      title: 'Crest of the flood passes the town',
      date: '2022-11-16',
      outlet: 'The Lantern',
      url: 'https://lantern.example/flood',
      language: 'en-GB',
    });
    expect(draft.text.split('\n\n').slice(0, 2)).toEqual([
      'The water board said on Monday that the crest had passed & that families could return.',
      'What comes next',
    ]);
    expect(draft.text).toContain('1990\t12 metres');
    expect(draft.text).not.toMatch(
      /Subscribe|World|alert|Most read|Copyright|<|Crest of|By A\. Writer/,
    );
    expect(draft.excluded).toEqual([]);
  });

  it('is never quoted with its headline', async () => {
    const draft = await readHead('<title>Crest passes</title>', `<h2> CREST passes</h2>${BODY}`);
    expect(draft.text).toMatch(/^CREST passes\n\nThe water/);
    expect(draft.excluded).toEqual([{ start: 0, end: 'CREST passes'.length }]);
  });

  it.each(['hidden', 'aria-hidden="true"', 'style="display: none"', 'style="visibility:hidden"'])(
    'is what readers see of it, however short it is: %s',
    async (attribute) => {
      const article = `<p>It rained.<b ${attribute}> It froze.</b></p><p ${attribute}>It snowed.</p>`;
      expect(await textOf(`<article>${article}</article>`)).toBe('It rained.');
    },
  );

  it('is the same each time', async () => {
    const html = await readFixture('saved-page.html');
    expect(await htmlReader.read(html)).toEqual(await htmlReader.read(html));
  });

  it.each([
    {
      name: 'inline marks',
      body: '<p>A <b>bo</b>ld<i> word</i>, said.</p>',
      text: 'A bold word, said.',
    },
    { name: 'blanks', body: '<p> A\n\t  word,\r\n said. </p>', text: 'A word, said.' },
    { name: 'line breaks', body: '<p>A,<br>b,<br/> c.</p>', text: 'A,\nb,\nc.' },
    { name: 'two line breaks', body: '<p>A, b.<br> <br>C, d.</p>', text: 'A, b.\n\nC, d.' },
    {
      name: 'entities',
      body: '<p>A &amp;amp; &lt;b&gt;, &#x201c;c&rdquo;.</p>',
      text: 'A &amp; <b>, “c”.',
    },
    { name: 'half characters', body: '<p>A&#xd800;, b&#0;.</p>', text: 'A\ufffd, b\ufffd.' },
    { name: 'no-break blanks', body: '<p>10&nbsp;km, said.</p>', text: '10\u00a0km, said.' },
    { name: 'preformatted lines', body: '<pre>A,\n  b.\n\nC.</pre>', text: 'A,\nb.\n\nC.' },
    { name: 'loose text', body: 'A, b.<div>C, d.</div>E, f.', text: 'A, b.\n\nC, d.\n\nE, f.' },
    { name: 'open tags', body: '<p>A, b.<p>C, <b>d.', text: 'A, b.\n\nC, d.' },
  ])('has readable text in spite of $name', async ({ body, text }) => {
    expect(await textOf(body)).toBe(text);
  });

  it.each([
    { name: 'no tags at all', html: 'A, b.' },
    { name: 'no body', html: '<html><head><title>T</title></head><p>A, b.</html>' },
    { name: 'an open head', html: '<html><head><title>T</title><p>A, b.' },
    { name: 'text behind the end', html: '<html><body></body></html><p>A, b.' },
    { name: 'text before the beginning', html: '<p>A, b.</p><html><body></body></html>' },
    { name: 'a declaration of entities', html: '<!DOCTYPE x [<!ENTITY a "b">]><p>A, b.' },
  ])('is read with $name', async ({ html }) => {
    expect((await htmlReader.read(html)).text).toContain('A, b.');
  });

  it.each([
    { name: 'nothing', html: '' },
    { name: 'nothing but navigation', html: page('', '<nav>Home, world</nav>') },
    { name: 'nothing but a script', html: page('', '<script>say("A, b.")</script>') },
    { name: 'nothing but hidden text', html: page('', '<p hidden>A, b.</p>') },
    { name: 'an open comment', html: '<!-- A, b.' },
  ])('is refused with $name', async ({ html }) => {
    const reading = htmlReader.read(html);
    await expect(reading).rejects.toBeInstanceOf(CorpusError);
    await expect(reading).rejects.toThrow('holds no text of an article');
  });

  it('runs no script and fetches nothing', async () => {
    const body = `${BODY}<script>globalThis.wasRun = true</script><img src=x onerror="globalThis.wasRun = true">`;
    await textOf(body);
    expect(globalThis).not.toHaveProperty('wasRun');
  });
});

/** Four paragraphs with a block behind the second. */
function articleAround(block: string): string {
  return `<article>${BODY}${block}${BODY}</article>`;
}

describe('what stands between the paragraphs of an article', () => {
  it.each([
    { block: '<div class="ad"><p>Buy two boats, get one free!</p></div>' },
    { block: '<div class="box Advertisement">Buy two boats!</div>' },
    { block: '<section class="lantern-ad-slot"><p>Buy two boats!</p></section>' },
    { block: '<div class="adSlot_top__x3F">Buy two boats!</div>' },
    { block: '<div id="ad-3">Buy two boats!</div>' },
    { block: '<div class="newsletter"><p>Sign up for our letter, said nobody.</p></div>' },
    { block: '<p class="article__newsletter-signup">Sign up for our letter.</p>' },
    { block: '<div class="promo-box">Win a trip to the sea.</div>' },
    { block: '<ul class="sponsored"><li>Ten ways to dry a carpet</li></ul>' },
    { block: '<div id="cookie-banner"><p>We and 842 partners know you.</p></div>' },
    { block: '<form id="consent">You agree to all of it, by reading on.</form>' },
    { block: '<section class="related-stories"><h3>Ten ways to dry a carpet</h3></section>' },
    { block: '<div class="related">Ten ways to dry a carpet</div>' },
    { block: '<div class="share-buttons">Tell all your friends</div>' },
    { block: '<div class="social">Follow us to the sea</div>' },
    {
      block: '<figure><img src="x"><figcaption>The tower in 2019. Photo: AW</figcaption></figure>',
    },
  ])('is left out where it is no text of it: $block', async ({ block }) => {
    const text = await textOf(articleAround(block));
    expect(text).toBe(await textOf(articleAround('')));
    expect(text).toContain('the crest of the flood had passed the town.');
  });

  it.each([
    { block: '<div class="header shadow badge">The pumps work on.</div>' },
    { block: '<div class="adhesive readmore cookiecutter">The pumps work on.</div>' },
    { block: '<p class="address">The pumps work on.</p>' },
    { block: '<section class="has-ads"><p>The pumps work on.</p></section>' },
    { block: '<div class="ad-hoc-group"><p>The pumps work on.</p></div>' },
    { block: '<h3 id="related">The pumps work on.</h3>' },
    { block: '<p>The <a class="related" href="x">pumps</a> work on.</p>' },
    { block: '<table><tr id="social"><td>The pumps work on.</td></tr></table>' },
  ])('stays where its name only looks like one of an advertisement: $block', async ({ block }) => {
    expect(await textOf(articleAround(block))).toContain('The pumps work on.');
  });

  it.each([
    { name: 'around the article', html: `<div class="social">${articleAround('')}</div>` },
    { name: 'of the article', html: articleAround('').replace('<article', '<article id="promo"') },
    { name: 'in the article', html: `<article><div class="share">${BODY}</div></article>` },
    {
      name: 'around unmarked paragraphs',
      html: `<div class="ads"><div>${BODY}</div></div><ul>${'<li>Other news</li>'.repeat(90)}</ul>`,
    },
    {
      name: 'of all its parts',
      html: `<article>${`<section class="sponsored">${BODY}</section>`.repeat(3)}</article>`,
    },
  ])('stays in a block $name, whatever that is called', async ({ html }) => {
    const text = await textOf(html);
    expect(text).toContain('the crest of the flood had passed the town.');
    expect(text).toContain('once the wells were checked.');
  });

  it('is not run together where something between was left out', async () => {
    const body =
      '<div>A, b.<div class="ad">Buy, buy.</div>C, d.<figcaption>E, f</figcaption>G, h.</div>';
    expect(await textOf(body)).toBe('A, b.\n\nC, d.\n\nG, h.');
  });
});

describe('the title of a page', () => {
  it.each([
    {
      from: 'JSON-LD',
      head: jsonLd({ '@type': 'NewsArticle', headline: 'A &amp; B' }),
      title: 'A & B',
    },
    {
      from: 'og:title',
      head: '<meta property="og:title" content="A"><title>B</title>',
      title: 'A',
    },
    { from: '<title>', head: '<title> A\n B </title>', title: 'A B' },
    {
      from: 'a <title> with the known site',
      head: '<meta property="og:site_name" content="The Lantern"><title>A | B | the lantern</title>',
      title: 'A | B',
    },
    { from: 'a <title> with an unknown site', head: '<title>A | B</title>', title: 'A | B' },
    { from: 'a title that is too long', head: `<title>${'x'.repeat(501)}</title>`, title: null },
    { from: 'nowhere', head: '', title: null },
  ])('comes from $from', async ({ head, title }) => {
    expect((await readHead(head)).title).toBe(title);
  });

  it('comes from the only headline, and from none of several', async () => {
    expect((await readHead('', `<h1>A <i>b</i></h1>${BODY}`)).title).toBe('A b');
    expect((await readHead('', `<h1>A</h1><h1>B</h1>${BODY}`)).title).toBeNull();
  });
});

describe('the date of a page', () => {
  it.each([
    { head: jsonLd({ '@type': 'Article', datePublished: '2022-11-16T23:50:00-05:00' }) },
    { head: jsonLd([{ '@graph': [{ '@type': ['Article'], datePublished: '2022-11-16' }] }]) },
    { head: '<meta property="article:published_time" content="2022-11-16T00:10:00+09:00">' },
    { head: '<meta name="DC.date.issued" content="2022-11-16 10:00">' },
    { head: '<meta itemprop="datePublished" content="20221116T100000Z">' },
    { head: '<meta name="date" content="Wed, 16 Nov 2022 15:53:00 +0000">' },
    { head: '<meta name="date" content="0001-01-01"><meta name="pubdate" content="2022-11-16">' },
    {
      head: `${jsonLd({ '@type': 'Article', datePublished: '2022-11-16' })}<meta name="date" content="2022-11-17">`,
    },
  ])('is the day as it is written: $head', async ({ head }) => {
    expect((await readHead(head)).date).toBe('2022-11-16');
  });

  it.each([
    { body: '<time datetime="2022-11-16T10:00">today</time>', date: '2022-11-16' },
    {
      body: '<time datetime="2022-11-16">a</time><time datetime="2022-11-17">b</time>',
      date: null,
    },
    {
      body: '<time datetime="2022-11-16" itemprop="datePublished">a</time><time datetime="2022-11-17">b</time>',
      date: '2022-11-16',
    },
    {
      body: '<p>The bridge fell on <time datetime="2020-01-02">2 January</time> when nobody was on it, said the board.</p>',
      date: null,
    },
    {
      body: '<h2>Crest of the flood passes town</h2><p>Wednesday 16 November 2022</p>',
      date: '2022-11-16',
    },
    { body: '', date: null },
  ])('is taken from $body only where it is certain', async ({ body, date }) => {
    expect((await readHead('', `${body}${BODY}`)).date).toBe(date);
  });

  it.each([
    { head: '<meta property="article:published_time" content="2022-02-30T10:00Z">' },
    { head: jsonLd({ '@type': 'Article', datePublished: '2022-13-01' }) },
  ])('makes the page refused where there is no such day: $head', async ({ head }) => {
    const reading = readHead(head);
    await expect(reading).rejects.toBeInstanceOf(CorpusError);
    await expect(reading).rejects.toThrow('is not a day of the calendar');
  });
});

describe('what else a page says', () => {
  it.each([
    {
      head: jsonLd({ '@type': 'Article', publisher: { name: 'The Lantern' } }),
      outlet: 'The Lantern',
    },
    {
      head: jsonLd({
        '@graph': [
          { '@type': 'Article', publisher: { '@id': '#us' } },
          { '@id': '#us', name: 'The Lantern' },
        ],
      }),
      outlet: 'The Lantern',
    },
    { head: '<meta property="og:site_name" content="The Lantern">', outlet: 'The Lantern' },
    { head: '<meta name="author" content="A. Writer">', outlet: null },
  ])('names the outlet $outlet in $head', async ({ head, outlet }) => {
    expect((await readHead(head)).outlet).toBe(outlet);
  });

  it.each([
    { head: '<link rel="canonical" href="https://a.example/b">', url: 'https://a.example/b' },
    {
      head: '<link rel=canonical href="/b"><meta property="og:url" content="http://a.example/">',
      url: 'http://a.example/',
    },
    { head: '<link rel="canonical" href="javascript:alert(1)">', url: null },
  ])('gives the address $url in $head', async ({ head, url }) => {
    expect((await readHead(head)).url).toBe(url);
  });

  it('takes structured data of several articles only where they agree or one is the page itself', async () => {
    const others = [
      {
        '@type': 'Article',
        url: 'https://a.example/1',
        headline: 'A',
        datePublished: '2022-11-16',
      },
      {
        '@type': 'Article',
        url: 'https://a.example/2',
        headline: 'B',
        datePublished: '2022-11-16',
      },
    ];
    expect(await readHead(jsonLd(others))).toMatchObject({ title: null, date: '2022-11-16' });
    const canonical = '<link rel="canonical" href="https://a.example/2">';
    expect(await readHead(canonical + jsonLd(others))).toMatchObject({ title: 'B' });
  });

  it.each([
    '{',
    '[]',
    'null',
    '"x"',
    '{"@type":"Article","headline":"\\ud800"}',
    '['.repeat(100_000),
  ])('may be nonsense: %s', async (data) => {
    const draft = await readHead(`<script type="application/ld+json">${data}</script>`);
    expect(draft).toMatchObject({ title: null, date: null, outlet: null });
  });
});

describe('the encoding that a page declares', () => {
  it.each([
    { html: '<meta charset="windows-1251">', encoding: 'windows-1251' },
    { html: '<META CHARSET=Shift_JIS />', encoding: 'Shift_JIS' },
    {
      html: '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">',
      encoding: 'koi8-r',
    },
    { html: '<!-- <meta charset="koi8-r"> --><meta charset="utf-8">', encoding: 'utf-8' },
    { html: '<meta name="description" content="a charset=koi8-r">', encoding: null },
    { html: '<p>charset=koi8-r</p>', encoding: null },
  ])('is $encoding in $html', ({ html, encoding }) => {
    expect(htmlReader.declaredEncoding(html)).toBe(encoding);
  });
});

const FRAGMENTS = (
  '<p>|</p>|<div>|</div>|<br><br>|<html>|</body>|<head>|<title>|<article>|<h1>A|<!--|-->|<script>|' +
  '<table><td>|&amp;|A, b. |<svg>|16 November 2022|<time datetime=2022-11-16>|<template>|' +
  '<p class=byline>|\n'
).split('|');

/** For a promise of what may be refused, and nothing else. */
function nullWhenRefused(error: unknown): null {
  if (error instanceof CorpusError) return null;
  throw error;
}

describe('a hostile page', () => {
  const HOSTILE = {
    'is nested without end': '<div>'.repeat(100_000),
    'is nested in many places': `${'<div>'.repeat(100)}a, b${'</div>'.repeat(100)}`.repeat(900),
    'opens links for ever': '<a href=x>'.repeat(100_000),
    'has countless elements': '<p>a'.repeat(250_000),
    'has countless attributes': `<p ${'a=b '.repeat(250_000)}>a`,
    'has an endless class': `<p class="${'comment '.repeat(125_000)}">a`,
    'has countless entities': `<p>${'&nbsp;'.repeat(170_000)}`,
    'has countless no-break blanks': `<p>a${'\u00a0'.repeat(1_000_000)}b`,
    'has countless comments': '<!--x-->'.repeat(125_000),
    'is all brackets': '<'.repeat(1_000_000),
  };
  it.each(Object.entries(HOSTILE).map(([name, html]) => ({ name, html })))(
    'that $name is refused at once',
    async ({ html }) => {
      await expect(htmlReader.read(html)).rejects.toBeInstanceOf(CorpusError);
    },
  );

  it.each([
    { name: 'blanks', html: `<p>a, b${' '.repeat(1_000_000)}c` },
    { name: 'commas', html: `<p>${', '.repeat(500_000)}` },
    { name: 'a title of blanks', html: page(`<title>a${' '.repeat(1_000_000)}b | c</title>`) },
    {
      name: 'structured data',
      html: page(jsonLd(Array.from({ length: 20_000 }, () => ({ '@type': 'Article' })))),
    },
  ])('of a million $name is read all the same', async ({ html }) => {
    expect((await htmlReader.read(html)).text).not.toBe('');
  });

  it('made of anything gives a refusal, or text and ranges within it', async () => {
    const piece = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...FRAGMENTS));
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
        const draft = await htmlReader.read(pieces.join('')).catch(nullWhenRefused);
        if (draft === null) return;
        expect(draft.text.trim()).toBe(draft.text);
        expect(Buffer.from(draft.text).toString()).toBe(draft.text);
        for (const { start, end } of draft.excluded) {
          expect(start).toBeLessThan(end);
          expect(end).toBeLessThanOrEqual(draft.text.length);
        }
      }),
    );
  });
});
