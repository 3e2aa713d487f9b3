import { SAMPLE_FILES } from './library.ts';

/** The usual articles and one more: two floods that only the town and the day tell apart. */
export const FLOOD_FILES = {
  ...SAMPLE_FILES,
  'tarn-flood.txt': `Flood in Tarnow cuts off the lower town

Thursday 8 December 2022
The Morning Post

The river rose by three metres in Tarnow on Wednesday. Some 700 homes had no electricity until the
evening, said the fire brigade. Forty people were taken to the town hall.
`,
} as const;
