import { describe, expect, it } from 'vitest';
import { chatCommandOf } from '../../../src/cli/chat-command.ts';

describe('a line of a conversation', () => {
  it.each([
    { line: '/sources', command: 'sources' },
    { line: '/nonsense', command: 'nonsense' },
    { line: 'help', command: 'help' },
    { line: 'Quit', command: 'quit' },
    { line: 'exit', command: 'exit' },
  ])('is a command: $line', ({ line, command }) => {
    expect(chatCommandOf(line)).toBe(command);
  });

  it.each([
    { line: 'help arrived' },
    { line: 'Who quit?' },
    { line: 'exit polls' },
    { line: 'sources' },
  ])('is a question: $line', ({ line }) => {
    expect(chatCommandOf(line)).toBeNull();
  });
});
