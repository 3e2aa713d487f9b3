/**
 * Every character that could begin or end something that Discord renders. What is looked for behind
 * a character comes after it in its alternative: a look-behind tried at each blank of a long run
 * would take time in the square of its length.
 */
const MARKUP = new RegExp(
  [
    // Emphasis, code, spoilers, links, mentions, custom emoji, timestamps.
    String.raw`[\\*_~\`|[\]<@]`,
    // Addresses, and emoji by name. What follows the end of the text may end a name.
    String.raw`:(?=\/\/|[^\s:]*(?::|(?![^])))`,
    // Lists, headings, quotes and subtext, which stand at the start of a line.
    String.raw`[-+#>](?<=^[^\S\r\n]*[-+#>])`,
    String.raw`\.(?<=^[^\S\r\n]*\d+\.)`,
  ].join('|'),
  'gm',
);

/**
 * Escapes a text so that Discord shows exactly its characters: no formatting, no mention, no link,
 * no emoji that was not one. Holds wherever the result is put, at the start of a line or within one.
 */
export function escapeMarkdown(text: string): string {
  return text.replace(MARKUP, String.raw`\$&`);
}
