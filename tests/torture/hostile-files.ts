/** A file that somebody put into the corpus who means no good, or whose program was broken. */
export interface HostileFile {
  /** Bytes where the name is no UTF-8. */
  readonly name: string | Buffer;
  /** What must come of it; null where both are sound. */
  readonly expected: 'article' | 'refused' | null;
  bytes(): Uint8Array;
}

const KB = 1000;
const MB = 1000 * KB;
const BODY = 'The lamp of the lighthouse was lit again on Monday, said the keeper of Norwick.\n';
const WORDS = 'the keeper of Norwick lit the lamp again and said it would burn all winter long ';

/**
 * Files of every kind that are made to break a reader.
 *
 * @param scale 1 for files of seconds; more makes the large ones larger.
 */
export function hostileFiles(scale: number): HostileFile[] {
  const large = 200 * KB * scale;
  return [
    ...encodings(),
    ...texts(large),
    ...frontMatters(large),
    ...pages(large),
    ...lines(large),
    ...names(),
    { name: 'far-too-large.txt', expected: 'refused', bytes: () => Buffer.alloc(11 * MB, BODY) },
    ...(scale > 1 ? hugeFiles() : []),
  ];
}

function hugeFiles(): HostileFile[] {
  return [
    { name: 'huge.txt', expected: 'refused', bytes: () => Buffer.alloc(100 * MB, BODY) },
    {
      name: 'huge.jsonl',
      expected: 'refused',
      bytes: () => Buffer.alloc(100 * MB, '{"text":"A."}\n'),
    },
    { name: 'huge-line.txt', expected: 'article', bytes: () => Buffer.alloc(10 * MB, WORDS) },
  ];
}

function encodings(): HostileFile[] {
  const file = (
    name: string,
    expected: HostileFile['expected'],
    ...bytes: number[]
  ): HostileFile => ({
    name: `encoding-${name}.txt`,
    expected,
    bytes: () => Buffer.concat([Buffer.from(bytes), Buffer.from(BODY)]),
  });
  return [
    file('lone-continuation', 'refused', 0x80),
    file('overlong', 'refused', 0xc0, 0x80),
    file('surrogate', 'refused', 0xed, 0xa0, 0x80),
    file('too-far', 'refused', 0xf5, 0x80, 0x80, 0x80),
    file('no-utf-8-at-all', 'refused', 0xff, 0xfd),
    file('zero', 'refused', 0x41, 0x00),
    file('wrong-mark', null, 0xff, 0xfe),
    file('utf-32', 'refused', 0x00, 0x00, 0xfe, 0xff),
    file('mark-twice', 'article', 0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf),
    file('stray-control', 'article', 0x07, 0x41),
    file('controls', 'refused', ...Buffer.from('\u001b[31m\u0001\u0002'.repeat(40))),
    {
      name: 'encoding-mark-alone.txt',
      expected: 'refused',
      bytes: () => Buffer.from([0xef, 0xbb, 0xbf]),
    },
    { name: 'encoding-empty.md', expected: 'refused', bytes: () => Buffer.alloc(0) },
    { name: 'encoding-blank.md', expected: 'refused', bytes: () => Buffer.from(' \n\t\r\n\u2003') },
    {
      name: 'encoding-cut-utf-16.txt',
      expected: 'refused',
      bytes: () =>
        Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(BODY, 'utf16le').subarray(1)]),
    },
    {
      name: 'encoding-half-pair-utf-16.txt',
      expected: 'refused',
      bytes: () => Buffer.from(`\ufeff${BODY}\ud83d`, 'utf16le'),
    },
  ];
}

function texts(large: number): HostileFile[] {
  const file = (
    name: string,
    part: string,
    expected: HostileFile['expected'] = 'article',
  ): HostileFile => ({
    name,
    expected,
    bytes: () => Buffer.from(part.repeat(Math.ceil(large / Buffer.byteLength(part)))),
  });
  return [
    file('text-one-line.txt', WORDS),
    file('text-one-word.txt', 'a'),
    file('text-one-word.md', 'ä'),
    file('text-one-sentence.md', 'and, '),
    file('text-blanks.txt', ' ', 'refused'),
    file('text-lines.txt', '\n', 'refused'),
    file('text-carriage-returns.txt', `${WORDS}\r`),
    file('text-line-separators.md', `${WORDS}\u2028`),
    file('text-headings.md', '# a\n'),
    file('text-hashes.md', '#', null),
    file('text-empty-headings.md', '#\n\n', null),
    file('text-bullets.md', '- a\n'),
    file('text-nested-quotes.md', '> ', null),
    file('text-fences.md', '```\n', null),
    file('text-brackets.md', '[', null),
    file('text-links.md', '[a](http://a '),
    file('text-dots.txt', '.', null),
    file('text-initials.txt', 'A. '),
    file('text-quotation-marks.txt', '“', null),
    file('text-dates.txt', 'on Tuesday, 3 October 2022, and '),
    file('text-numbers.txt', '1.1.1.1/'),
    file('text-date-like.md', '31.12.'),
    file('text-marks.txt', 'a\u0301\u0302\u0303'),
    file('text-family.txt', '👨‍👩‍👧‍👦'),
    file('text-turned.txt', 'a\u202eb\u2066c\u2069 '),
    file('text-invisible.txt', '\u200b\u2060\ufeff', null),
    {
      name: 'text-far-years.md',
      expected: 'article',
      bytes: () =>
        Buffer.from(
          `${BODY}On 13 September 275760, on 275760-09-13T00:00:00Z, on 31 February 2022, on 99/99/9999, ` +
            'in the year 999999999999, on -271821-04-20 and two hundred million years before that day.\n',
        ),
    },
  ];
}

function frontMatters(large: number): HostileFile[] {
  const file = (
    name: string,
    yaml: string,
    expected: HostileFile['expected'] = null,
  ): HostileFile => ({
    name: `front-matter-${name}.md`,
    expected,
    bytes: () => Buffer.from(`---\n${yaml}\n---\n\n${BODY} ${name}\n`),
  });
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
  for (const one of 'abcdefghij'.split('')) {
    const other = next(one);
    bomb.push(`${other}: &${other} [${`*${one}, `.repeat(8)}*${one}]`);
  }
  return [
    file('bomb', bomb.join('\n'), 'refused'),
    file('bomb-in-title', `${bomb.join('\n')}\ntitle: *k`, 'refused'),
    file('cycle', 'a: &a [*a]'),
    file('merge', 'a: &a {title: Merged}\n<<: *a'),
    file('tag', 'title: !!js/function "function () { process.exit() }"'),
    file('binary', 'title: !!binary aGVsbG8='),
    file('unknown-tag', 'title: !<tag:example.org,2022:x> y'),
    file('directive', '%YAML 9.9\ntitle: A'),
    file(
      'prototype',
      '__proto__: {title: Polluted, isAdmin: true}\nconstructor: {prototype: {polluted: yes}}',
      'article',
    ),
    file('prototype-title', 'title: {__proto__: [a]}', 'refused'),
    file('no-text', 'title: [1, 2]', 'refused'),
    file('half-pair', 'title: "\\ud800"', 'refused'),
    file('zero', 'title: "a\\0b"'),
    file('escape', 'title: "\\e[31mred\\e[0m\\a"', 'article'),
    file('turned', 'title: "a\\u202Eb"', 'article'),
    file('far-year', 'date: 275760-09-13'),
    file('farthest-year', 'date: +275760-09-13T00:00:00Z'),
    file('no-day', 'date: 2022-02-31', 'refused'),
    file('number', 'date: 8640000000000000'),
    file('infinite', 'title: .inf\ndate: .nan'),
    file('script', 'url: "javascript:alert(1)"', 'refused'),
    file('login', 'url: "https://user:password@example.org/"'),
    file('long-title', `title: ${'a'.repeat(5000)}`, 'refused'),
    file('sequences', `a: ${'['.repeat(8000)}`),
    file('mappings', `a: ${'{a: '.repeat(4000)}`),
    file('indents', Array.from({ length: 180 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')),
    file('many-keys', Array.from({ length: 1500 }, (_, at) => `key${at}: 1`).join('\n'), 'article'),
    file('twice', 'title: A\ntitle: B', 'refused'),
    file('strange-keys', '? [a, b]\n: c\nnull: d\n1: e'),
    file('never-closed', `title: ${'a '.repeat(large / 2)}`, null),
    {
      name: 'front-matter-fences.md',
      expected: null,
      bytes: () => Buffer.from('---\n'.repeat(large / 4)),
    },
    {
      name: 'front-matter-never-closed.md',
      expected: 'article',
      bytes: () => Buffer.from(`---\n${'a: b\n'.repeat(large / 5)}`),
    },
  ];
}

function pages(large: number): HostileFile[] {
  const page = (inner: string): string =>
    `<!doctype html><html><head><title>Lamp</title></head><body>${inner}</body></html>`;
  const article = `<article><p>${BODY.repeat(5)}</p></article>`;
  const file = (
    name: string,
    html: () => string,
    expected: HostileFile['expected'] = null,
  ): HostileFile => ({
    name: `page-${name}.html`,
    expected,
    bytes: () => Buffer.from(html()),
  });
  const many = (part: string, inner = ''): string => page(part.repeat(large / part.length) + inner);
  return [
    file('deep', () => many('<div>', article)),
    file('deep-in-place', () => many('<b><p>', article)),
    file('deep-lists', () => many('<ul><li>', article)),
    file('deep-tables', () => many('<table><tr><td>', article)),
    file('never-closed', () => many('<a href="', article)),
    file('attributes', () => page(`<p ${'a="b" '.repeat(large / 6)}>${article}`)),
    file('long-attribute', () => page(`<p title="${'a'.repeat(large)}">${article}`)),
    file('comments', () => many('<!--', article)),
    file('breaks', () => many('<br>', article)),
    file('paragraphs', () => many('<p>a')),
    file('brackets', () => many('<')),
    file('closings', () => many('</div>', article)),
    file(
      'meta',
      () => `<html><head>${'<meta name="a" content="b">'.repeat(large / 27)}</head>${article}`,
    ),
    file(
      'entity-bomb',
      () =>
        `<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>${page(`<p>&b;</p>${article}`)}`,
    ),
    file('entities', () =>
      page(`<article><p>${'&amp;&lt;'.repeat(large / 9)} ${BODY}</p></article>`),
    ),
    file('entity-half-pair', () => page(`<article><p>&#xD800; ${BODY}</p></article>`)),
    file('entity-too-far', () =>
      page(`<article><p>&#x110000;&#99999999999; ${BODY}</p></article>`),
    ),
    file('entity-zero', () => page(`<article><p>A&#0;B ${BODY}</p></article>`)),
    file(
      'entity-controls',
      () => page(`<article><p>${'&#27;&#7;'.repeat(60)} ${BODY}</p></article>`),
      'refused',
    ),
    file('script', () =>
      page(`<script>process.exit(3)</script><img src=x onerror="process.exit(3)">${article}`),
    ),
    file('json-ld', () =>
      page(
        `<script type="application/ld+json">${'['.repeat(50_000)}</script>` +
          `<script type="application/ld+json">{"@type":"Article","__proto__":{"x":1},"datePublished":"275760-09-13"}</script>${article}`,
      ),
    ),
    file('markup-of-others', () =>
      page(`<svg>${'<g>'.repeat(5000)}</svg><math>${'<mi>'.repeat(5000)}${article}`),
    ),
    file('false-encoding', () => `<meta charset="utf-7">${page(article)}`),
    file('base', () =>
      page(`<base href="javascript:alert(1)"><link rel=canonical href="javascript:1">${article}`),
    ),
  ];
}

function lines(large: number): HostileFile[] {
  const file = (
    name: string,
    text: () => string,
    expected: HostileFile['expected'] = null,
  ): HostileFile => ({
    name: `lines-${name}.jsonl`,
    expected,
    bytes: () => Buffer.from(text()),
  });
  return [
    file('deep', () => `{"text":${'['.repeat(large)}`, 'refused'),
    file('deep-whole', () => `{"text":"A.","a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`),
    file('prototype', () => '{"__proto__":{"text":"Polluted"},"title":"A"}', 'refused'),
    file('prototype-id', () => `{"id":"__proto__","text":${JSON.stringify(BODY)}}`, 'article'),
    file('half-pair', () => `{"text":"\\ud800 ${BODY.trim()}"}`, 'refused'),
    file('zero', () => '{"text":"a\\u0000b"}', 'refused'),
    file('controls', () => `{"text":"${'\\u001b[31m\\u0007'.repeat(60)}"}`, 'refused'),
    file('infinite', () => '{"text":"A lamp.","date":1e999}'),
    file('far-year', () => '{"text":"A lamp burns.","date":"+275760-09-13"}'),
    file(
      'paths',
      () =>
        `{"id":"../../../etc/passwd","text":"Another lamp."}\n{"id":"a#b\\n#c","text":"One more lamp."}`,
    ),
    file('one-line', () =>
      JSON.stringify({ text: `Lamps. ${WORDS.repeat(large / WORDS.length)}` }),
    ),
    file('many-lines', () => '{\n'.repeat(large / 2), 'refused'),
    file('same-ids', () => `{"id":"a","text":"Lamp ${large}."}\n`.repeat(200)),
    file('other-values', () => '[]\n1\n"text"\nnull\n{"text":1}\n{"text":["a"]}', 'refused'),
  ];
}

function names(): HostileFile[] {
  const file = (name: string | Buffer, expected: HostileFile['expected'] = null): HostileFile => ({
    name,
    expected,
    bytes: () => Buffer.from(`${BODY}${String(name)}\n`),
  });
  return [
    file('\u001b[31mred\u0007.txt'),
    file('turned\u202egpj.txt'),
    file('line\nbreak.md'),
    file('back\\slash..\\..\\up.txt'),
    file('...dots.txt', null),
    file('-rf.md'),
    file('~.txt'),
    file('con.txt'),
    file(' .txt'),
    file('%2e%2e%2fup.txt'),
    file('news.jsonl#1.txt', 'refused'),
    file('`rm`$(rm)*?.txt'),
    file('__proto__.txt'),
    file(`${'n'.repeat(251)}.txt`),
    file('@everyone <@1> [a](javascript:a).md'),
    file(Buffer.concat([Buffer.from('no-utf-8-'), Buffer.from([0xff, 0xfe]), Buffer.from('.txt')])),
  ];
}

function next(letter: string): string {
  return String.fromCharCode(letter.charCodeAt(0) + 1);
}
