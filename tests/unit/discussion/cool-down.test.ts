import { describe, expect, it } from 'vitest';
import { COOL_DOWN, CoolDown } from '../../../src/discussion/cool-down.ts';

const { afterJoiningMs, afterComplaintMs } = COOL_DOWN;

describe('a cool-down', () => {
  it('is over where nothing has happened', () => {
    expect(new CoolDown().isOver('plaza', 0)).toBe(true);
  });

  it('begins when the bot has joined in, in that channel alone', () => {
    const coolDown = new CoolDown();
    coolDown.joinedIn('plaza', 1000);
    expect(coolDown.isOver('plaza', 1000 + afterJoiningMs - 1)).toBe(false);
    expect(coolDown.isOver('plaza', 1000 + afterJoiningMs)).toBe(true);
    expect(coolDown.isOver('harbour', 1000)).toBe(true);
  });

  it('lasts longer after a complaint, whatever follows', () => {
    const coolDown = new CoolDown();
    coolDown.joinedIn('plaza', 0);
    coolDown.complained('plaza', 1000);
    coolDown.joinedIn('plaza', 2000);
    expect(afterComplaintMs).toBeGreaterThan(afterJoiningMs);
    expect(coolDown.isOver('plaza', 1000 + afterComplaintMs - 1)).toBe(false);
    expect(coolDown.isOver('plaza', 1000 + afterComplaintMs)).toBe(true);
  });

  it('outlives those of other channels that are over', () => {
    const coolDown = new CoolDown({ afterJoiningMs: 10, afterComplaintMs: 100 });
    coolDown.complained('plaza', 0);
    for (let channel = 0; channel < 1000; channel++) coolDown.joinedIn(`c${channel}`, 50);
    coolDown.joinedIn('harbour', 90);
    expect(coolDown.isOver('plaza', 99)).toBe(false);
    expect(coolDown.isOver('c999', 90)).toBe(true);
  });
});
