import { oramaContender } from './orama.mjs';

export const contender = oramaContender('hybrid');
