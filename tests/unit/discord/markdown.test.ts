import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeMarkdown } from '../../../src/discord/markdown.ts';
import { hostileText } from '../../support/quote-arbitraries.ts';
import { readMarkdown } from '../../support/read-markdown.ts';

describe('escaped text', () => {
  it.each([
    { text: '*a* _b_ ~~c~~ ||d||', escaped: String.raw`\*a\* \_b\_ \~\~c\~\~ \|\|d\|\|` },
    { text: '`code`', escaped: '\\`code\\`' },
    { text: String.raw`C:\new\* it`, escaped: String.raw`C:\\new\\\* it` },
    { text: '<@1> <#2> <t:3:R> it', escaped: String.raw`\<\@1> \<#2> \<t\:3:R> it` },
    { text: '<:fire:4> :fire: it', escaped: String.raw`\<\:fire:4> \:fire: it` },
    { text: '@everyone', escaped: String.raw`\@everyone` },
    { text: 'see https://example.com/a', escaped: String.raw`see https\://example.com/a` },
    { text: '[here](there)', escaped: String.raw`\[here\](there)` },
    { text: '# A\n  ## B', escaped: '\\# A\n  \\## B' },
    { text: '- a\n+ b\n* c\n  -# d', escaped: '\\- a\n\\+ b\n\\* c\n  \\-# d' },
    { text: '> a\n>>> b', escaped: '\\> a\n\\>>> b' },
    { text: '1. a\n 23. b', escaped: '1\\. a\n 23\\. b' },
    { text: 'a\r\n- b', escaped: 'a\r\n\\- b' },
  ])('shows what it says: $text', ({ text, escaped }) => {
    expect(escapeMarkdown(text)).toBe(escaped);
    expect(readMarkdown(escaped)).toEqual({ text, bold: [], markup: [] });
  });

  it.each([
    { text: 'A well-known dash - and another – here.' },
    { text: 'It rose by 3.5 m, no. 1. That was all; 5 > 4 + 1, #1!' },
    { text: 'He said: “No (never).” At 10:30 they left.' },
    { text: 'R&D, 50 %, $5, “yes” \'no\' "so" = {a} ^' },
  ])('is left as it is where nothing would be read into it: $text', ({ text }) => {
    expect(escapeMarkdown(text)).toBe(text);
  });

  it('reads as the text, and as nothing else', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(readMarkdown(escapeMarkdown(text))).toEqual({ text, bold: [], markup: [] });
      }),
      { numRuns: 300 },
    );
  });

  it.each([' ', '\n', ':', ':a', '1', '1.', '-', '\\', '*', '\n \n', ': ', 'a'])(
    'comes to an end for a megabyte of %j, which takes hours where time grows by the square',
    (piece) => {
      const megabyte = piece.repeat(1_000_000 / piece.length);
      expect(escapeMarkdown(megabyte).length).toBeGreaterThanOrEqual(megabyte.length);
    },
  );
});

describe('the reader that the tests rely on', () => {
  it.each([
    { source: '# a', kind: 'heading' },
    { source: 'a\n-# b', kind: 'subtext' },
    { source: '> a', kind: 'quote' },
    { source: '  - a', kind: 'list' },
    { source: '1. a', kind: 'list' },
    { source: '`a`', kind: 'code' },
    { source: '||a||', kind: 'spoiler' },
    { source: '~~a~~', kind: 'strikethrough' },
    { source: '__a__', kind: 'underline' },
    { source: '*a*', kind: 'emphasis' },
    { source: '@here', kind: 'everyone' },
    { source: '<@!1>', kind: 'mention' },
    { source: '<t:1>', kind: 'timestamp' },
    { source: '<a:b:1>', kind: 'custom emoji' },
    { source: ':fire:', kind: 'named emoji' },
    { source: 'https://a.b', kind: 'address' },
    { source: '[a](b)', kind: 'link' },
    { source: '**- [a](b)**', kind: 'link' },
  ])('finds the $kind in $source', ({ source, kind }) => {
    expect(readMarkdown(source).markup.join()).toContain(`${kind}: `);
  });
});
