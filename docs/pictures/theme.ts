/** Colours by what they are for. */
export interface Colors {
  readonly card: string;
  readonly cardEdge: string;
  readonly embed: string;
  readonly embedBar: string;
  readonly button: string;
  readonly accent: string;
  readonly memberAvatar: string;
  /** Text and marks on a button, the accent or an avatar. */
  readonly onFill: string;
  readonly line: string;
  readonly strong: string;
  readonly text: string;
  readonly faint: string;
  readonly link: string;
  readonly code: string;
}

export type ThemeName = 'dark' | 'light';

/** As Discord's themes have them. */
export const THEMES: Readonly<Record<ThemeName, Colors>> = {
  dark: {
    card: '#313338',
    cardEdge: '#3f4147',
    embed: '#2b2d31',
    embedBar: '#6d7683',
    button: '#4e5058',
    accent: '#5865f2',
    memberAvatar: '#3b8a6e',
    onFill: '#ffffff',
    line: '#4e5058',
    strong: '#f2f3f5',
    text: '#dbdee1',
    faint: '#a5a9b1',
    link: '#4bb1fa',
    code: '#c9cdfb',
  },
  light: {
    card: '#ffffff',
    cardEdge: '#d4d7dc',
    embed: '#f2f3f5',
    embedBar: '#a5a9b1',
    button: '#6d6f78',
    accent: '#5865f2',
    memberAvatar: '#3b8a6e',
    onFill: '#ffffff',
    line: '#c4c9ce',
    strong: '#060607',
    text: '#313338',
    faint: '#5c5e66',
    link: '#0067c7',
    code: '#3c45a5',
  },
};

export const FONT = "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif";
export const CODE_FONT = "Menlo, Consolas, 'Liberation Mono', monospace";
