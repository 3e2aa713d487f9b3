/** Entries of a live blog begin with the time of day: `23.47 – …` */
export const TIMED_ENTRY = /^\d{1,2}[.:]\d{2}(?:\s?[ap]\.?m\.?)?\s*(?:[–—]\s*(?![\d\s])|-\s+)\S/i;

/** A heading in Markdown. */
export const MARKDOWN_HEADING = /^#{1,6}[ \t]/;
