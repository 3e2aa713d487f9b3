import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../../src/discussion/ends-wait.ts';
import { QuietWait } from '../../../src/discussion/quiet-wait.ts';
import { chatMessage } from '../../support/chat-messages.ts';

const WAIT_MS = 1000;

function candidate(id: string, question = 'Who opened the bridge?'): Candidate {
  return { message: chatMessage(question, { id }), question };
}

function waitWith(...candidates: readonly Candidate[]): QuietWait {
  const wait = new QuietWait(WAIT_MS);
  candidates.forEach((one, position) => wait.put(one, position));
  return wait;
}

describe('a question that waits for an answer of somebody else', () => {
  it('is due after the time, once', () => {
    const question = candidate('q');
    const wait = waitWith(question);
    expect(wait.nextDueMs).toBe(WAIT_MS);
    expect(wait.due(WAIT_MS - 1)).toEqual([]);
    expect(wait.due(WAIT_MS)).toEqual([question]);
    expect(wait.due(WAIT_MS)).toEqual([]);
    expect(wait.nextDueMs).toBeNull();
  });

  it('is due in turn with others', () => {
    const wait = waitWith(candidate('first'), candidate('second'), candidate('third'));
    expect(wait.due(WAIT_MS + 1).map(({ message }) => message.id)).toEqual(['first', 'second']);
    expect(wait.nextDueMs).toBe(WAIT_MS + 2);
  });

  it('waits anew when it is put aside anew', () => {
    const wait = waitWith(candidate('q'));
    wait.put(candidate('q'), 500);
    expect(wait.nextDueMs).toBe(500 + WAIT_MS);
  });

  it('is dropped on request', () => {
    const wait = waitWith(candidate('q'));
    wait.drop('q');
    expect(wait.due(WAIT_MS)).toEqual([]);
  });

  it('gives way to newer ones when there are far too many', () => {
    const wait = new QuietWait(WAIT_MS);
    for (let n = 0; n < 100_000; n++) wait.put(candidate(`q${n}`), n);
    const due = wait.due(200_000);
    expect(due.length).toBeLessThanOrEqual(500);
    expect(due.at(-1)?.message.id).toBe('q99999');
  });
});

describe('a wait', () => {
  it.each([
    ['a reply', chatMessage('the mayor', { id: 'a', authorId: 'ben', repliesToId: 'q' })],
    ['a remark to the asker', chatMessage('<@ada> the mayor', { id: 'a', authorId: 'ben' })],
    ['a word of the question', chatMessage('Tarn opened it', { id: 'a', authorId: 'ben' })],
    ['an answer of a bot', chatMessage('The bridge …', { id: 'a', authorId: 'b', isByBot: true })],
    ['the asker who takes it back', chatMessage('nvm, found it', { id: 'a' })],
  ])('ends with %s', (_reason, message) => {
    const wait = waitWith(candidate('q'));
    wait.saw(message);
    expect(wait.due(WAIT_MS)).toEqual([]);
  });

  it('for a figure ends with a figure', () => {
    const wait = waitWith(candidate('q', 'How many homes had no power?'));
    wait.saw(chatMessage('9000 i think', { id: 'a', authorId: 'ben' }));
    expect(wait.due(WAIT_MS)).toEqual([]);
  });

  it.each([
    ['the question itself', chatMessage('Who opened the bridge?', { id: 'q' })],
    ['more of the asker', chatMessage('the new bridge i mean', { id: 'a' })],
    ['another question', chatMessage('which bridge?', { id: 'a', authorId: 'ben' })],
    ['other talk', chatMessage('good morning', { id: 'a', authorId: 'ben' })],
    ['a figure where none is asked for', chatMessage('24 degrees', { id: 'a', authorId: 'ben' })],
    [
      'another channel',
      chatMessage('the bridge is fine', { id: 'a', authorId: 'ben', channelId: 'harbour' }),
    ],
  ])('goes on with %s', (_reason, message) => {
    const wait = waitWith(candidate('q'));
    wait.saw(message);
    expect(wait.due(WAIT_MS)).toHaveLength(1);
  });
});
