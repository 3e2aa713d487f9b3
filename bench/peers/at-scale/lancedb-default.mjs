import { lancedbContender } from './lancedb.mjs';

export const contender = lancedbContender();
