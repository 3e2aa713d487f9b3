import { rmdir } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SeenMessage } from '../support/discord-stand-in/seen-message.ts';
import { SAMPLE_FILES } from '../support/library.ts';
import { Moderator, untilIndexed } from '../support/moderator.ts';
import { Newsroom } from '../support/newsroom.ts';

const GONE = 'That article has been taken out of the corpus or changed since I quoted it.';
const WHY_STRIKE = 'Why did the dockers walk out of the port of Harlow?';
const STRIKE = 'harbour/strike.txt';

let newsroom: Newsroom;
let ada: Moderator;
let ben: Moderator;

beforeAll(async () => {
  newsroom = await Newsroom.open({
    articles: {
      ...SAMPLE_FILES,
      'sample/bundled.md':
        '# Bundled\n\nThis one came with the program and tells of a lighthouse.\n',
      'twins/castor.md': '# Twins\n\nCastor tamed the horses of Sparta before the games began.\n',
      'twins/pollux.md': '# Twins\n\nPollux boxed against a king and won in the eleventh round.\n',
      'ships.jsonl': [
        { title: 'Oranges', text: 'The first ship of the year brought oranges to Tolvik.' },
        { title: 'Lemons', text: 'The second ship of the year brought lemons to Tolvik.' },
      ]
        .map((article) => JSON.stringify(article))
        .join('\n'),
    },
  });
  ada = Moderator.join(newsroom.server, 'Ada', newsroom.general);
  ben = Moderator.join(newsroom.server, 'Ben', newsroom.general);
  return () => newsroom.close();
});

async function confirm(proposal: SeenMessage): Promise<SeenMessage> {
  await ada.presses(proposal, 'Remove');
  return untilIndexed(proposal);
}

describe('/corpus remove', () => {
  it('offers the files by a part of their name or title', async () => {
    expect(await ada.isOffered('corpus remove', 'DOCKERS')).toEqual([
      'Dockers in Harlow walk out over pay (harbour/strike.txt)',
    ]);
    expect(await ada.isOffered('corpus remove', 'ships')).toEqual(['Oranges (ships.jsonl)']);
    expect(await ada.isOffered('corpus remove', 'nowhere')).toEqual([]);
  });

  it('asks before anything is moved, and lets go when it is cancelled', async () => {
    const proposal = await ada.runs('corpus remove', { article: STRIKE });
    expect(proposal).toMatchObject({
      ephemeral: true,
      content:
        'Take out **Dockers in Harlow walk out over pay** (harbour/strike.txt)? It will no longer ' +
        'be quoted. `/corpus restore` brings it back within 30 days.',
    });
    expect(proposal.buttons.map(({ label }) => label)).toEqual(['Remove', 'Cancel']);
    expect((await ada.presses(proposal, 'Cancel')).content).toBe('Nothing was changed.');
    expect(String(await newsroom.article(STRIKE))).toBe(SAMPLE_FILES[STRIKE]);
  });

  it('takes the article out of folder, answers and old buttons', async () => {
    const answer = await ada.asks(WHY_STRIKE);
    const done = await confirm(await ada.runs('corpus remove', { article: STRIKE }));
    expect(done.content).toContain('Removed harbour/strike.txt.');
    expect(done.content).toContain('- harbour/strike.txt');
    await expect(newsroom.article(STRIKE)).rejects.toThrow('ENOENT');
    expect((await ada.asks(WHY_STRIKE)).text).not.toContain(STRIKE);
    expect((await ada.presses(answer, 'Context')).content).toBe(GONE);
    expect((await ada.runs('corpus status')).text).toContain(
      '1 file removed within the last 30 days can be brought back with `/corpus restore`.',
    );
  });

  it('takes a part of the title that fits one article, and asks again where several fit', async () => {
    const proposal = await ada.runs('corpus remove', { article: 'pollux' });
    expect(proposal.content).toContain('(twins/pollux.md)');
    await ada.presses(proposal, 'Cancel');
    expect((await ada.runs('corpus remove', { article: 'twins' })).content).toBe(
      'Several articles fit. Choose one from the list that appears while you type.',
    );
    expect((await ada.runs('corpus remove', { article: 'nowhere' })).content).toBe(
      'There is no such article. Choose one from the list that appears while you type.',
    );
  });

  it('leaves what came with the program', async () => {
    const refusal = await ada.runs('corpus remove', { article: 'sample/bundled.md' });
    expect(refusal.content).toContain('That one came with me');
    expect(refusal.buttons).toEqual([]);
  });

  it.each(['../data/verbatim.db', '/etc/passwd', '..', 'twins', '.verbatim-staged-1'])(
    'finds nothing outside of the list of articles: %s',
    async (article) => {
      const { buttons, content } = await ada.runs('corpus remove', { article });
      expect(content).toMatch(/^(?:There is no such article|Several articles fit)/);
      expect(buttons).toEqual([]);
    },
  );

  it('says so when somebody has removed the file by hand meanwhile', async () => {
    const proposal = await ada.runs('corpus remove', { article: 'undated.md' });
    await newsroom.editArticles({ 'undated.md': null });
    const { content, buttons } = await ada.presses(proposal, 'Remove');
    expect(content).toContain('That did not work: "undated.md" is not in the corpus');
    expect(buttons).toEqual([]);
    await newsroom.editArticles({ 'undated.md': SAMPLE_FILES['undated.md'] });
  });

  it('is done once where two moderators remove the same article', async () => {
    const mine = await ada.runs('corpus remove', { article: 'twins/castor.md' });
    const theirs = await ben.runs('corpus remove', { article: 'twins/castor.md' });
    await Promise.all([ada.member.presses(mine, 'Remove'), ben.member.presses(theirs, 'Remove')]);
    const ends = await Promise.all([mine, theirs].map((proposal) => untilIndexed(proposal)));
    const [failed, done] = ends
      .map(({ content }) => content)
      .sort((a, b) => Number(b.includes('did not work')) - Number(a.includes('did not work')));
    expect(failed).toContain('That did not work');
    expect(done).toContain('- twins/castor.md');
  });
});

describe('/corpus restore', () => {
  it('offers what was removed, the last first', async () => {
    const day = new Date().toISOString().slice(0, 10);
    expect(await ada.isOffered('corpus restore', '')).toEqual([
      `twins/castor.md, removed ${day}`,
      `harbour/strike.txt, removed ${day}`,
    ]);
    expect(await ada.isOffered('corpus restore', 'STRIKE')).toHaveLength(1);
  });

  it('says so when nothing or too much fits', async () => {
    expect((await ada.runs('corpus restore', { article: 'nowhere' })).content).toBe(
      'No such article was removed in the last 30 days. Choose one from the list.',
    );
    expect((await ada.runs('corpus restore', { article: 't' })).content).toBe(
      'Several articles fit. Choose one from the list that appears while you type.',
    );
  });

  it('does not take the place of another file', async () => {
    await newsroom.editArticles({ [STRIKE]: 'Another article about a strike in Harlow.\n' });
    const { content } = await ada.runs('corpus restore', { article: 'strike' });
    expect(content).toContain('That did not work: the place of harbour/strike.txt must be free');
    expect(String(await newsroom.article(STRIKE))).toContain('Another article');
    expect(await ada.isOffered('corpus restore', 'strike')).toHaveLength(1);
    await newsroom.editArticles({ [STRIKE]: null });
  });

  it('brings the article back, byte by byte, and it is quoted again', async () => {
    const report = await ada.runs('corpus restore', { article: 'strike' });
    const { ephemeral, content } = await untilIndexed(report);
    expect(ephemeral).toBe(true);
    expect(content).toContain('Restored harbour/strike.txt.');
    expect(content).toContain('+ harbour/strike.txt');
    expect(await newsroom.article(STRIKE)).toEqual(Buffer.from(SAMPLE_FILES[STRIKE]));
    expect((await ada.asks(WHY_STRIKE)).text).toContain(STRIKE);
    expect(await ada.isOffered('corpus restore', 'strike')).toEqual([]);
  });

  it('brings back the newest where the same file was removed twice', async () => {
    for (const text of ['The older text is about pears.\n', 'The newer text is about plums.\n']) {
      await newsroom.editArticles({ 'fruit.txt': text });
      await untilIndexed(await ada.runs('corpus reindex'));
      await confirm(await ada.runs('corpus remove', { article: 'fruit.txt' }));
    }
    await untilIndexed(await ada.runs('corpus restore', { article: 'fruit' }));
    expect(String(await newsroom.article('fruit.txt'))).toContain('plums');
  });

  it('says so when the folder of the file is taken by a file', async () => {
    const [removed] = await ada.isOffered('corpus restore', 'castor');
    expect(removed).toBeDefined();
    await newsroom.editArticles({ 'twins/pollux.md': null });
    await rmdir(path.join(newsroom.corpusDir, 'twins'));
    await newsroom.editArticles({ twins: 'A file in the way.\n' });
    const { content } = await ada.runs('corpus restore', { article: 'castor' });
    expect(content).toContain('That did not work');
  });

  it('is written down, as removing is', async () => {
    const log = await ada.runs('corpus log');
    expect(log.text).toContain('**Ada** restored harbour/strike.txt');
    expect((await ada.turns(log, 'Older')).text).toContain('**Ada** removed harbour/strike.txt');
  });
});
