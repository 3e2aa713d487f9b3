import { describe, expect, it } from 'vitest';
import { describeCommand } from '../../src/playground/describe-command.ts';

const COMMAND = {
  kind: 'command',
  channelId: '1',
  name: 'ask',
  options: {},
  files: {},
  targetId: null,
} as const;

function nameOf(id: string): string | undefined {
  return id === '42' ? 'newsroom' : undefined;
}

describe('what stands above the answer to a command', () => {
  it('names who used it, and with what', () => {
    const options = { question: 'Who opened the bridge?', private: true };
    expect(describeCommand('Ada', { ...COMMAND, options }, nameOf)).toBe(
      'Ada used /ask question: Who opened the bridge? private: true',
    );
    expect(describeCommand('Ada', { ...COMMAND, name: 'corpus log' }, nameOf)).toBe(
      'Ada used /corpus log',
    );
  });

  it('has names instead of ids', () => {
    const options = { channel: '42' };
    expect(describeCommand('Mira', { ...COMMAND, name: 'settings', options }, nameOf)).toBe(
      'Mira used /settings channel: newsroom',
    );
  });

  it('names files that were sent along', () => {
    const files = { file: { name: 'bridge.md', sizeBytes: 7, content: null } };
    const command = { ...COMMAND, name: 'corpus add', files };
    expect(describeCommand('Mira', command, nameOf)).toBe('Mira used /corpus add file: bridge.md');
  });

  it('knows commands on messages', () => {
    const command = { ...COMMAND, name: 'Find quotes on this', targetId: '7' };
    expect(describeCommand('Ada', command, nameOf)).toBe('Ada used Find quotes on this');
  });

  it('stays short and on one line', () => {
    const options = { question: `One\nline\u202e ${'and more '.repeat(100)}` };
    const text = describeCommand('Ada', { ...COMMAND, options }, nameOf);
    expect(text).toMatch(/^Ada used \/ask question: One line and more .*…$/);
    expect(text.length).toBeLessThanOrEqual(300);
  });
});
