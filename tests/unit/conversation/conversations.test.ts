import { describe, expect, it } from 'vitest';
import { Conversations } from '../../../src/conversation/conversations.ts';

describe('conversations', () => {
  it('do not mix, however they are interleaved', () => {
    const conversations = new Conversations();
    const [a1, b1, a2] = ['a1', 'b1', 'a2'].map((question) => ({ question, quotes: [] }));
    expect(conversations.historyOf('a')).toEqual([]);
    conversations.add('a', a1!);
    conversations.add('b', b1!);
    conversations.add('a', a2!);
    expect(conversations.historyOf('a')).toEqual([a2]);
    expect(conversations.historyOf('b')).toEqual([b1]);
  });

  it('leave a question in none alone', () => {
    const conversations = new Conversations();
    conversations.add(undefined, { question: 'a', quotes: [] });
    expect(conversations.historyOf(undefined)).toEqual([]);
  });
});
