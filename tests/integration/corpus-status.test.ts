import { describe, expect, it } from 'vitest';
import { showStatus } from '../../src/discord/corpus/status.ts';
import type { CommandRequest } from '../../src/discord/request.ts';
import type { LibraryOverview } from '../../src/quotes/library.ts';
import type { CorpusState } from '../../src/retrieval/sources.ts';
import { openCurationDesk } from '../support/curation-parts.ts';

const OVERVIEW: LibraryOverview = {
  articles: 15,
  passages: 40,
  outlets: [],
  published: null,
  builtAt: '2022-11-16T12:00:00.000Z',
  languages: [],
};
const CURRENT: CorpusState = { added: [], changed: [], removed: [], refused: 0 };

async function statusOf(state: CorpusState): Promise<string> {
  const { parts } = await openCurationDesk({
    overview: async () => OVERVIEW,
    pendingChanges: async () => state,
  });
  const handling = showStatus({} as CommandRequest, parts);
  if (!('reply' in handling)) throw new Error('no reply');
  const { body } = await handling.reply(() => Promise.resolve(null));
  return body.embeds?.[0]?.description ?? '';
}

describe('the status of the corpus', () => {
  it('is that of an index that has all files', async () => {
    const status = await statusOf(CURRENT);
    expect(status).toContain('The index is up to date with the files.');
    expect(status).not.toContain('refused');
  });

  it('says how much was refused, and where the reasons stand', async () => {
    expect(await statusOf({ ...CURRENT, refused: 16 })).toContain(
      'The index is up to date with the files.\n16 were refused; `/corpus reindex` names them, with the reasons.',
    );
    expect(await statusOf({ ...CURRENT, added: ['a.txt'], refused: 1 })).toContain(
      '`/corpus reindex` takes them in.\n1 was refused; ',
    );
  });
});
