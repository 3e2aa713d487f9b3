/** Colours by what they are for. All text on them reads well on a light and on a dark page. */
export const COLORS = {
  card: '#313338',
  cardEdge: '#3f4147',
  privateTint: '#5865f2',
  embed: '#2b2d31',
  embedBar: '#6d7683',
  button: '#4e5058',
  accent: '#5865f2',
  memberAvatar: '#3b8a6e',
  line: '#4e5058',
  strong: '#f2f3f5',
  text: '#dbdee1',
  faint: '#a5a9b1',
  link: '#4bb1fa',
  code: '#c9cdfb',
} as const;

export const FONT = "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif";
export const CODE_FONT = "Menlo, Consolas, 'Liberation Mono', monospace";
