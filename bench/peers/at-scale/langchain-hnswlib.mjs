import { langchainContender } from './langchain.mjs';

export const contender = langchainContender();
