import { describe, expect, it } from 'vitest';
import { MuteStore } from '../../../src/state/mutes.ts';
import { newState } from '../../support/state.ts';

describe('a member who mutes the bot', () => {
  it('is muted on that server alone, until they unmute it', async () => {
    const mutes = new MuteStore(await newState());
    expect(mutes.isMuted('1', '111')).toBe(false);
    expect(mutes.mute('1', '111')).toBe(true);
    expect(mutes.isMuted('1', '111')).toBe(true);
    expect(mutes.isMuted('2', '111')).toBe(false);
    expect(mutes.isMuted('1', '112')).toBe(false);
    expect(mutes.unmute('1', '111')).toBe(true);
    expect(mutes.isMuted('1', '111')).toBe(false);
  });

  it('changes nothing by doing so twice', async () => {
    const mutes = new MuteStore(await newState());
    mutes.mute('1', '111');
    expect(mutes.mute('1', '111')).toBe(false);
    mutes.unmute('1', '111');
    expect(mutes.unmute('1', '111')).toBe(false);
  });
});
