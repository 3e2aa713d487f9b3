import { describe, expect, it } from 'vitest';
import { countWithScript, mainScript } from '../../../src/embeddings/scripts.ts';

describe('the script of a text', () => {
  it.each([
    { text: 'Who is the mayor?', script: 'Latin' },
    { text: 'Größe', script: 'Latin' },
    { text: 'Хто мер Києва?', script: 'Cyrillic' },
    { text: '谁是基辅市长?', script: 'Chinese characters' },
    { text: 'من هو عمدة كييف', script: 'Arabic' },
    { text: 'キエフの市長は誰ですか', script: 'Japanese kana' },
    { text: '키이우 시장은 누구입니까', script: 'Hangul' },
    { text: 'आप कौन हैं', script: 'Devanagari' },
  ])('is $script for "$text"', ({ text, script }) => {
    expect(mainScript(text)).toBe(script);
  });

  it('is the one that most of it is in', () => {
    expect(mainScript('Хто такий Trump?')).toBe('Cyrillic');
    expect(mainScript('What is Київ?')).toBe('Latin');
  });

  it.each(['', '?!?', '🚀🚀', '2022'])('is none for "%s"', (text) => {
    expect(mainScript(text)).toBeNull();
  });
});

describe('texts with a script', () => {
  it('are counted, however much of it they have', () => {
    expect(countWithScript(['мер', 'б', 'mayor', 'xб', '🚀'], 'Cyrillic')).toBe(3);
  });
});
