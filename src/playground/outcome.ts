import type { Choice } from '../discord/reply.ts';
import type { Form } from './deliver.ts';

/** What came of an action at once; the rest happens in the chat. */
export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'form'; readonly form: Form; readonly channelId: string }
  | { readonly kind: 'choices'; readonly choices: readonly Choice[] }
  /** In words for whoever tried. */
  | { readonly kind: 'refused'; readonly reason: string };

export const DONE: Outcome = { kind: 'done' };
export const GONE: Outcome = { kind: 'refused', reason: 'That is gone, or not for you.' };
