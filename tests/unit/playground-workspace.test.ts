import { readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { CorpusFolder } from '../../src/curation/corpus-folder.ts';
import { CorpusError } from '../../src/errors.ts';
import {
  lastingWorkspace,
  temporaryWorkspace,
  type Workspace,
} from '../../src/playground/workspace.ts';
import { openSearchIndex } from '../../src/retrieval/search-index.ts';
import { decodeSources, findCorpusChanges, hasChanges } from '../../src/retrieval/sources.ts';
import { type Library, libraryOf } from '../support/library.ts';

function configOf({ corpusDir, indexDir }: Pick<Library, 'corpusDir' | 'indexDir'>) {
  return loadConfig({
    CORPUS_DIR: corpusDir,
    INDEX_DIR: indexDir,
    DATA_DIR: path.dirname(indexDir),
  });
}

async function workspaceOf(library: Library): Promise<Workspace> {
  const workspace = await temporaryWorkspace(configOf(library));
  onTestFinished(() => workspace.remove());
  return workspace;
}

describe('the workspace of the playground', () => {
  it('has the articles and the index, which knows them all', async () => {
    const library = await libraryOf();
    await library.index();
    const { corpusDir, indexDir } = await workspaceOf(library);
    const index = await openSearchIndex(indexDir, library.embedder.fingerprint);
    expect(index?.articles.size).toBe(4);
    const sources = decodeSources(index!.sources);
    const changes = await findCorpusChanges(sources, corpusDir, { sampleCorpus: true });
    expect(hasChanges(changes)).toBe(false);
  });

  it('has the other files that indexing reads, and nothing from outside of the corpus', async () => {
    const library = await libraryOf({
      'aliases.yaml': '[]',
      'a.txt': 'A text.',
      '.hidden/b.txt': '',
    });
    await symlink('/etc/hostname', library.file('link.txt'));
    const { corpusDir } = await workspaceOf(library);
    expect((await readdir(corpusDir)).sort()).toEqual(['a.txt', 'aliases.yaml']);
  });

  it('does without an index where there is none, or one that is broken', async () => {
    const library = await libraryOf();
    expect((await workspaceOf(library)).corpusDir).not.toBe(library.corpusDir);
    await library.index();
    await writeFile(path.join(library.indexDir, 'current'), 'rubbish');
    const { indexDir } = await workspaceOf(library);
    await expect(stat(indexDir)).rejects.toThrow('ENOENT');
  });

  it('keeps what is done there from the articles', async () => {
    const library = await libraryOf();
    const { corpusDir, dataDir } = await workspaceOf(library);
    const folder = await CorpusFolder.open({
      corpusDir,
      removedDir: path.join(dataDir, 'removed'),
    });
    const before = await readFile(library.file('bridge.md'), 'utf8');
    await folder.add({ name: 'new.txt', bytes: Buffer.from('A new article.') });
    const id = await folder.remove('bridge.md', Date.now());
    expect(await readFile(library.file('bridge.md'), 'utf8')).toBe(before);
    await folder.restore(id);
    await folder.remove('undated.md', Date.now());
    expect((await readdir(library.corpusDir)).sort()).toEqual(
      ['bridge.md', 'flood.txt', 'harbour', 'undated.md'].sort(),
    );
  });

  it('leaves nothing behind', async () => {
    const library = await libraryOf();
    const workspace = await temporaryWorkspace(configOf(library));
    await workspace.remove();
    await expect(stat(path.dirname(workspace.corpusDir))).rejects.toThrow('ENOENT');
  });

  it('needs a corpus', async () => {
    const library = await libraryOf();
    await rm(library.corpusDir, { recursive: true });
    await expect(temporaryWorkspace(configOf(library))).rejects.toThrow(CorpusError);
  });

  it('is the corpus itself where changes are to stay, with a state apart from that of the bot', async () => {
    const library = await libraryOf();
    const config = configOf(library);
    const workspace = lastingWorkspace(config);
    expect(workspace.corpusDir).toBe(library.corpusDir);
    expect(workspace.dataDir).not.toBe(config.dataDir);
    await workspace.remove();
    expect(await readdir(library.corpusDir)).toContain('bridge.md');
  });
});
