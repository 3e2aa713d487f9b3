/** Of a picture, in its units; drawn larger, shown smaller. */
export const WIDTH = 800;
export const MARGIN = 32;

/** Of Discord's dark theme. On the ground every other one has a contrast of at least 3, texts of 7. */
export const COLOURS = {
  ground: '#2b2d31',
  text: '#f2f3f5',
  quietText: '#c4c9ce',
  bar: '#949cf7',
  quietBar: '#80848e',
} as const;
