/** Asked for without a slash too: nobody who types one of these alone has a question in mind. */
const PLAIN_WORDS: ReadonlySet<string> = new Set(['help', 'quit', 'exit']);

/** The command that a line of a conversation is, without its slash; null where it is a question. */
export function chatCommandOf(line: string): string | null {
  if (line.startsWith('/')) return line.slice(1);
  const word = line.toLowerCase();
  return PLAIN_WORDS.has(word) ? word : null;
}
