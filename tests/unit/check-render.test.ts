import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ComparedPart, Difference, DifferenceKind } from '../../src/check/difference.ts';
import { renderChecks } from '../../src/discord/render/check.ts';
import type { QuoteCheck } from '../../src/quotes/check-quote.ts';
import { expectWithinLimits } from '../support/message-limits.ts';
import { hostileText, quotableText, quoteWith } from '../support/quote-arbitraries.ts';
import { readMarkdown } from '../support/read-markdown.ts';

const KINDS: readonly DifferenceKind[] = ['number', 'omission', 'addition', 'stitched', 'wording'];

function checkOf(fields: Partial<QuoteCheck>): QuoteCheck {
  const none = { claim: 'x', verdict: 'altered', matches: [], differences: [], parts: [], ms: 0 };
  return { ...none, ...fields } as QuoteCheck;
}

function descriptionOf(fields: Partial<QuoteCheck>): string {
  return renderChecks({ checks: [checkOf(fields)], omitted: 0 }).embeds?.[0]?.description ?? '';
}

describe('a rendered check', () => {
  it('names each difference, and shows it in its place', () => {
    const description = descriptionOf({
      claim: 'fired 96 missiles',
      differences: [{ kind: 'number', claimed: '96', quoted: '69' }],
      parts: [
        { in: 'both', text: 'fired' },
        { in: 'article', text: '69' },
        { in: 'claim', text: '96' },
        { in: 'both', text: 'missiles' },
      ],
    });
    expect(description.split('\n')).toEqual([
      '“fired 96 missiles”',
      'The articles have it otherwise.',
      '- Number changed: “69” in the article, “96” here',
      '',
      'fired ~~69~~ **96** missiles',
    ]);
  });

  it('leaves out the middle of what is the same', () => {
    const same = Array.from({ length: 200 }, (_, position) => `word${position}`).join(' ');
    const description = descriptionOf({
      parts: [
        { in: 'claim', text: 'new' },
        { in: 'both', text: same },
        { in: 'claim', text: 'end' },
      ],
    });
    expect(description).toMatch(/\*\*new\*\* word0 word1 .* … .* word198 word199 \*\*end\*\*$/);
    expect(description).not.toContain('word100');
  });

  it('counts the differences that there is no room for', () => {
    const difference: Difference = { kind: 'wording', claimed: 'a', quoted: 'b' };
    const description = descriptionOf({
      differences: Array.from({ length: 11 }, () => difference),
    });
    expect(description).toContain('- and 3 more');
  });

  it('keeps to the limits and shows nothing but text, whatever it is given', () => {
    const part: fc.Arbitrary<ComparedPart> = fc.record({
      in: fc.constantFrom('both' as const, 'claim' as const, 'article' as const),
      text: hostileText,
    });
    const difference: fc.Arbitrary<Difference> = fc.record({
      kind: fc.constantFrom(...KINDS),
      claimed: hostileText,
      quoted: hostileText,
    });
    const check = fc.record({
      claim: hostileText,
      verdict: fc.constantFrom('exact' as const, 'altered' as const, 'absent' as const),
      matches: fc.array(quoteWith(quotableText), { maxLength: 2 }),
      differences: fc.array(difference, { maxLength: 10 }),
      parts: fc.array(part, { maxLength: 5 }),
      ms: fc.constant(1),
    });
    const checks = fc.array(check, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(checks, fc.nat(3), (some, omitted) => {
        const body = renderChecks({ checks: some, omitted });
        expectWithinLimits(body);
        for (const { description = '' } of body.embeds ?? []) {
          const { markup } = readMarkdown(description);
          const ours = /^(?:strikethrough: ~~|list: - |code: `\/ask`$)/;
          expect(markup.filter((found) => !ours.test(found))).toEqual([]);
        }
      }),
      { numRuns: 30 },
    );
  });
});
