import { BusyError } from '../quotes/library.ts';
import { noteTo, type Reply } from './reply.ts';

/** What a work that asks the library comes to, or a note where too much is asked just now. */
export async function unlessBusy(work: () => Promise<Reply>): Promise<Reply> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof BusyError)) throw error;
    const note = noteTo('A great many questions came in just now. Please try again in a minute.');
    return { ...note, outcome: 'busy' };
  }
}
