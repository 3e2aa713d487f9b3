import { describe, expect, it } from 'vitest';
import { LONGEST_CATCH_UP_MS, SettledMessages } from '../../../src/state/settled-messages.ts';
import { newState } from '../../support/state.ts';

const NOW_MS = 1_700_000_000_000;

describe('a message that needs no answer any more', () => {
  it('is known to every process, however often it was added', async () => {
    const state = await newState();
    const settled = new SettledMessages(state);
    expect(settled.has('1')).toBe(false);
    settled.add('1', NOW_MS);
    settled.add('1', NOW_MS + 1);
    expect(new SettledMessages(state).has('1')).toBe(true);
    expect(settled.has('2')).toBe(false);
  });

  it('is forgotten with the next one when nobody looks so far back', async () => {
    const settled = new SettledMessages(await newState());
    settled.add('1', NOW_MS);
    settled.add('2', NOW_MS + LONGEST_CATCH_UP_MS);
    expect(settled.has('1')).toBe(true);
    settled.add('3', NOW_MS + LONGEST_CATCH_UP_MS + 1);
    expect(settled.has('1')).toBe(false);
    expect(settled.has('2')).toBe(true);
  });
});
