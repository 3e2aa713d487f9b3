import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkToSentence, webLink } from '../../../src/discord/render/web-link.ts';
import { hostileText } from '../../support/quote-arbitraries.ts';

describe('a link to an article', () => {
  it.each([
    { url: 'https://post.example/a?b=c#d', link: 'https://post.example/a?b=c#d' },
    { url: 'https://post.example/a)b](c) d', link: 'https://post.example/a%29b%5D%28c%29%20d' },
    { url: 'https://bücher.example/ä', link: 'https://xn--bcher-kva.example/%C3%A4' },
    { url: 'javascript:alert(1)', link: null },
    { url: 'post.example/a', link: null },
    { url: 'http://localhost:3000/', link: null },
    { url: 'https://post.example@other.example/', link: null },
    { url: `https://post.example/${'a'.repeat(2048)}`, link: null },
    { url: null, link: null },
  ])('is $link for $url', ({ url, link }) => {
    expect(webLink(url)).toBe(link);
  });

  it.each([
    { sentence: 'It rained.', directive: 'It%20rained.' },
    { sentence: 'one-way, A&B', directive: 'one%2Dway%2C%20A%26B' },
    {
      sentence: 'One two three four five six seven eight nine ten.',
      directive: 'One%20two%20three%20four,seven%20eight%20nine%20ten.',
    },
    { sentence: 'Über\n 50 %', directive: '%C3%9Cber%2050%20%25' },
  ])('leads to the sentence $sentence', ({ sentence, directive }) => {
    expect(linkToSentence('https://a.example/b', sentence)).toBe(
      `https://a.example/b#:~:text=${directive}`,
    );
  });

  it.each([
    { link: 'https://a.example/#part', precise: 'https://a.example/#part:~:text=It' },
    { link: 'https://a.example/#:~:text=old', precise: 'https://a.example/#:~:text=It' },
  ])('keeps the part of the page that $link names', ({ link, precise }) => {
    expect(linkToSentence(link, 'It')).toBe(precise);
  });

  it.each([
    { why: 'the sentence is too long', sentence: '水'.repeat(300) },
    { why: 'the sentence is blank', sentence: ' \n' },
    { why: 'half a character cannot be encoded', sentence: 'It \ud83d rained' },
  ])('leads to the page when $why', ({ sentence }) => {
    expect(linkToSentence('https://a.example/b', sentence)).toBe('https://a.example/b');
  });

  it('is an address whatever it is made of', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (path, sentence) => {
        const link = webLink(`https://a.example/${path}`);
        if (link === null) return;
        expect(linkToSentence(link, sentence)).toMatch(
          /^https:\/\/a\.example\/[^\s()<>[\]\\"`|*]*$/,
        );
      }),
    );
  });
});
