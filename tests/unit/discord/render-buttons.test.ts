import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AnswerButton,
  answerButtonId,
  parseAnswerButton,
  renderAnswerButtons,
} from '../../../src/discord/render/buttons.ts';

const answerId = fc.stringMatching(/^[\w-]{1,64}$/);
const anyButton: fc.Arbitrary<AnswerButton> = fc.oneof(
  fc.record({
    action: fc.constantFrom('context' as const, 'more' as const, 'report' as const),
    answerId,
    position: fc.nat(99),
  }),
  fc.record({
    action: fc.constantFrom(
      'useful' as const,
      'not-useful' as const,
      'follow-up' as const,
      'thread' as const,
      'share' as const,
      'remove' as const,
      'mute-me' as const,
      'mute-channel' as const,
    ),
    answerId,
  }),
);

function labelsOf(buttons: Parameters<typeof renderAnswerButtons>[0]): (string | undefined)[][] {
  return renderAnswerButtons(buttons).map(({ components }) => components.map(({ label }) => label));
}

const ASKED = { answerId: 'a1', isUnasked: false, canFollowUp: false, canOpenThread: false };

describe('buttons under an answer', () => {
  it('are read back from their ids, which Discord has room for', () => {
    fc.assert(
      fc.property(anyButton, (button) => {
        const id = answerButtonId(button);
        expect(id.length).toBeLessThanOrEqual(100);
        expect(parseAnswerButton(id)).toEqual(button);
      }),
    );
  });

  it.each([
    'more:a1',
    'more:a1:',
    'more:a1:-1',
    'more:a1:01',
    'more:a1:1:2',
    'more:a1:1\n',
    'context::1',
    'useful:a1:1',
    'useful:a b',
    'useful:',
    'Useful:a1',
    'delete:a1',
    'sources:0',
    `useful:${'a'.repeat(65)}`,
    '',
  ])('are not what has the id %j', (id) => {
    expect(parseAnswerButton(id)).toBeNull();
  });

  it('lead to the context of each quote and to more quotes, and take a verdict', () => {
    expect(labelsOf({ ...ASKED, quoteCount: 3, isPrivate: false, nextOffset: 3 })).toEqual([
      ['Context 1', 'Context 2', 'Context 3', 'More quotes'],
      ['Useful', 'Not useful', 'Remove'],
    ]);
  });

  it('let a private answer be shared, and name no number for one quote', () => {
    expect(labelsOf({ ...ASKED, quoteCount: 1, isPrivate: true, nextOffset: null })).toEqual([
      ['Context'],
      ['Useful', 'Not useful', 'Share'],
    ]);
  });

  it('lead on with the conversation where it can go on', () => {
    const view = { ...ASKED, canFollowUp: true, canOpenThread: true };
    expect(labelsOf({ ...view, quoteCount: 1, isPrivate: false, nextOffset: null })[1]).toEqual([
      'Useful',
      'Not useful',
      'Follow up',
      'Continue in thread',
      'Remove',
    ]);
  });

  it('let members keep the bot out where it has joined in unasked', () => {
    const view = { ...ASKED, isUnasked: true, quoteCount: 1, isPrivate: false, nextOffset: null };
    expect(labelsOf(view)[1]).toEqual([
      'Useful',
      'Not useful',
      'Not for me',
      'Not in this channel',
      'Remove',
    ]);
  });
});
