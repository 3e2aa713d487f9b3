const WITHOUT = {
  EMBEDDING_MODEL: 'use the embedded model',
  RERANKER_MODEL: 'answer without a reranker',
} as const;

/** A setting that names a model. */
export type ModelSetting = keyof typeof WITHOUT;

/** The remedy that helps where nothing else does, for the end of a message. */
export function unsetRemedy(setting: ModelSetting): string {
  return `unset ${setting} to ${WITHOUT[setting]}`;
}
