import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readCurrent } from '../../src/vector-index/current-file.ts';
import type { SeenMessage } from '../support/discord-stand-in/seen-message.ts';
import { generateCorpus } from '../support/generated-corpus.ts';
import { HeldIndexing, isBuilding } from '../support/held-indexing.ts';
import { SAMPLE_FILES } from '../support/library.ts';
import { Moderator, untilIndexed } from '../support/moderator.ts';
import { Newsroom } from '../support/newsroom.ts';
import { quotesIn } from '../support/shown-quotes.ts';

/** Enough that a run can be caught in the middle. */
const GENERATED_PASSAGES = 1200;
const GONE = 'That article has been taken out of the corpus or changed since I quoted it.';
const EDIT_EVERY_MS = 3000;
const CLOCKS_DIFFER_MS = 50;

const WHO_OPENED = 'Who opened the new bridge over the Lenne?';
const WHY_STRIKE = 'Why did the dockers walk out of the port of Harlow?';
const HOW_MANY_TRAMS = 'How many trams does Osterby have?';
const TRAMS = 'Osterby has forty trams, and all of them are painted red.\n';

let newsroom: Newsroom;
let ada: Moderator;
let ben: Moderator;

beforeAll(async () => {
  newsroom = await Newsroom.open({ articles: SAMPLE_FILES });
  ada = Moderator.join(newsroom.server, 'Ada', newsroom.general);
  ben = Moderator.join(newsroom.server, 'Ben', newsroom.general);
  return () => newsroom.close();
});

async function firstQuote(answer: SeenMessage): Promise<string | undefined> {
  return (await quotesIn(answer, newsroom.corpusDir))[0]?.text;
}

/** When the bot showed how far indexing is, by the clock. */
function timesOfProgress(): number[] {
  return newsroom.standIn.requests
    .filter(({ body }) => JSON.stringify(body).includes('Indexing the corpus'))
    .map(({ at }) => at);
}

describe('/corpus reindex', () => {
  let oldAnswer: SeenMessage;
  let report: SeenMessage;
  let shownAtMs: number[];
  let held: HeldIndexing;
  let proposal: SeenMessage;

  beforeAll(async () => {
    oldAnswer = await ada.asks(WHY_STRIKE);
    await generateCorpus(path.join(newsroom.corpusDir, 'generated'), {
      passages: GENERATED_PASSAGES,
      seed: 'reindex',
    });
    await newsroom.editArticles({
      'trams.txt': TRAMS,
      'z/turns-bad.txt': 'The town hall of Linford has a new roof.\n',
      'z/vanishes.txt': 'The town hall of Norwick has a new door.\n',
      'harbour/strike.txt': null,
      'bridge.md': SAMPLE_FILES['bridge.md'].replace('Ingrid Tarn', 'Ingrid Fenwick'),
    });
    proposal = await ben.runs('corpus add', {
      file: { name: 'ponies.txt', content: 'The ponies of Tolvik graze by the old lighthouse.\n' },
    });
    report = await ada.runs('corpus reindex');
    held = await HeldIndexing.catch(newsroom);
    await report.waitUntil(({ content }) => content.includes('files read'));
    shownAtMs = timesOfProgress();
  });

  it('shows all in the channel who started it and how far it is', () => {
    expect(report.ephemeral).toBe(false);
    expect(report.content).toBe('Indexing the corpus, started by Ada.');
    expect(report.now().content).toMatch(
      /^Indexing the corpus, started by Ada\.\n`[█░]{20}` \d+ of 306 files read, about \d+ (?:s|min) left\n/,
    );
  });

  it('changes its message every three seconds at most', () => {
    expect(shownAtMs).toHaveLength(2);
    expect(shownAtMs[1]! - shownAtMs[0]!).toBeGreaterThanOrEqual(EDIT_EVERY_MS - CLOCKS_DIFFER_MS);
  });

  it('is refused to others meanwhile, who are told who started the run and when', async () => {
    const refusal = await ben.runs('corpus reindex', { full: true });
    expect(refusal.ephemeral).toBe(true);
    expect(refusal.content).toMatch(
      /^The corpus is being indexed already: Ada started it <t:\d{10}:f> \(<t:\d{10}:R>\)\. `\/corpus cancel` ends that run\.$/,
    );
    expect((await ben.runs('corpus status')).text).toContain(refusal.content);
  });

  it('lets members ask meanwhile, who are answered from the index as it was', async () => {
    // What has changed on disk is still quoted from the copy in the index.
    expect((await ben.asks(WHO_OPENED)).text).toContain('Mayor Ingrid Tarn opened the new bridge');
    expect((await ben.asks(HOW_MANY_TRAMS)).text).not.toContain('forty');
    const context = await ben.presses(oldAnswer, 'Context');
    expect(context.text).toContain('More than 400 dockers walked out');
  });

  it('lets moderators add meanwhile what is then indexed after it', async () => {
    await ben.presses(proposal, 'Add');
    const waiting = await proposal.waitUntil(({ content }) => content.includes('after the run'));
    expect(waiting).toMatchObject({
      content: 'Added as added/ponies.txt.\nIt is indexed after the run that Ada has started.',
      buttons: [],
    });
  });

  it('sums up what was added, changed, removed and refused, and why', async () => {
    await newsroom.editArticles({ 'z/turns-bad.txt': '\0\x01\x02', 'z/vanishes.txt': null });
    held.goOn();
    const { content } = await untilIndexed(report);
    expect(content).toMatch(
      /Indexed 304 articles, 1,205 passages, in \d+\.\d s\. Started by Ada\.\n/,
    );
    expect(content).toContain('+ 301 added, ~ 1 changed, - 1 removed, ! 2 refused');
    expect(content).toMatch(/^! z\/turns-bad\.txt: .*not text/m);
    expect(content).toMatch(/^! z\/vanishes\.txt: cannot be read/m);
    expect(content).toContain('+ and 289 more');
    expect(content).toContain('~ bridge.md');
    expect(content).toContain('- harbour/strike.txt');
    expect((await untilIndexed(proposal)).content).toContain('+ added/ponies.txt');
  });

  it('lets the bot answer from the new index without a restart', async () => {
    expect(await firstQuote(await ada.asks(HOW_MANY_TRAMS))).toBe(TRAMS.trim());
    expect(await firstQuote(await ada.asks(WHO_OPENED))).toContain('Mayor Ingrid Fenwick opened');
    expect((await ada.asks(WHY_STRIKE)).text).not.toContain('harbour/strike.txt');
  });

  it('leaves the buttons under old answers, which say that the article is gone', async () => {
    expect(await ben.presses(oldAnswer, 'Context')).toMatchObject({
      ephemeral: true,
      content: GONE,
    });
  });

  it('is found in the log, with its figures', async () => {
    expect((await ben.runs('corpus log')).text).toMatch(
      /\*\*Ada\*\* reindexed: \\\+301 \\~1 -1 !2/,
    );
  });

  it('says so when there is nothing to do', async () => {
    await newsroom.editArticles({ 'z/turns-bad.txt': null });
    await untilIndexed(await ada.runs('corpus reindex'));
    const { content } = await untilIndexed(await ada.runs('corpus reindex'));
    expect(content).toBe('The index was up to date: 305 articles, 1,206 passages. Started by Ada.');
  });

  it('begun by two moderators at once is done once', async () => {
    const replies = await Promise.all([ada.runs('corpus reindex'), ben.runs('corpus reindex')]);
    const [refused, begun] = replies.sort((a, b) => Number(b.ephemeral) - Number(a.ephemeral));
    expect(begun).toMatchObject({ ephemeral: false });
    const { content } = await untilIndexed(begun);
    const [, winner] = /Started by (Ada|Ben)\./.exec(content) ?? [];
    expect(refused).toMatchObject({ ephemeral: true });
    expect(refused?.content).toContain(`indexed already: ${winner} started it`);
  });
});

describe('/corpus cancel', () => {
  it('ends the run of another moderator, and all see who did that', async () => {
    const before = await readCurrent(newsroom.indexDir);
    const report = await ada.runs('corpus reindex', { full: true });
    const held = await HeldIndexing.catch(newsroom);
    const reply = await ben.runs('corpus cancel');
    expect(reply).toMatchObject({
      ephemeral: true,
      content: 'Cancelled. The index is as it was before, and I go on answering from it.',
    });
    await held.gone();
    expect((await untilIndexed(report)).content).toBe(
      'Indexing was cancelled by Ben; the index is as it was before. Started by Ada. ' +
        '`/corpus reindex` begins again.',
    );
    expect(await readCurrent(newsroom.indexDir)).toEqual(before);
    expect(await isBuilding(newsroom.indexDir)).toBe(false);
    expect((await ada.runs('corpus log')).text).toMatch(
      /\*\*Ben\*\* cancelled the indexing\n.*\*\*Ada\*\* reindexed: cancelled by Ben/,
    );
  });

  it('leaves nothing behind that a new run would stumble over', async () => {
    const { content } = await untilIndexed(await ben.runs('corpus reindex', { full: true }));
    expect(content).toContain('Indexed 305 articles');
  });

  it('says so when there is nothing to cancel', async () => {
    expect(await ada.runs('corpus cancel')).toMatchObject({
      ephemeral: true,
      content: 'Nothing is being indexed.',
    });
  });
});
