import { beforeAll, describe, expect, it } from 'vitest';
import { readCurrent } from '../../src/vector-index/current-file.ts';
import type { SeenMessage } from '../support/discord-stand-in/seen-message.ts';
import { generateCorpus } from '../support/generated-corpus.ts';
import { HeldIndexing, isBuilding } from '../support/held-indexing.ts';
import { SAMPLE_FILES } from '../support/library.ts';
import { Moderator, untilIndexed } from '../support/moderator.ts';
import { Newsroom } from '../support/newsroom.ts';

/** Enough that a run can be caught in the middle. */
const GENERATED_PASSAGES = 800;
const TOKEN_LIFE_MS = 15 * 60_000;
const RESTARTED =
  'I was restarted while this was being indexed; the index is as it was before. `/corpus reindex` begins again.';

let newsroom: Newsroom;
let ada: Moderator;

beforeAll(async () => {
  newsroom = await Newsroom.open({ articles: SAMPLE_FILES });
  await generateCorpus(newsroom.corpusDir, { passages: GENERATED_PASSAGES, seed: 'interrupted' });
  ada = Moderator.join(newsroom.server, 'Ada', newsroom.general);
  return () => newsroom.close();
});

/** A full run that Ada has begun, caught in the middle. */
async function beginIndexing(): Promise<{ report: SeenMessage; held: HeldIndexing }> {
  const report = await ada.runs('corpus reindex', { full: true });
  return { report, held: await HeldIndexing.catch(newsroom) };
}

async function untilItSays(message: SeenMessage, content: string): Promise<SeenMessage> {
  return message.waitUntil((seen) => seen.content === content);
}

function lastInChannel(): SeenMessage {
  return newsroom.general.messages.at(-1)!;
}

describe.each([
  { how: 'stopped', end: () => newsroom.stopBot() },
  { how: 'killed', end: () => newsroom.killBot() },
])('when the bot is $how in the middle of indexing', ({ how, end }) => {
  let before: unknown;
  let report: SeenMessage;
  let held: HeldIndexing;

  beforeAll(async () => {
    before = await readCurrent(newsroom.indexDir);
    ({ report, held } = await beginIndexing());
    await end();
  });

  it('no process goes on indexing', async () => {
    // One that is held cannot notice that nobody waits for it any more, nor that it was ended.
    if (how === 'killed') held.goOn();
    await expect(held.gone()).resolves.toBeUndefined();
  });

  it('the index is as it was', async () => {
    expect(await readCurrent(newsroom.indexDir)).toEqual(before);
  });

  it('its message says so, once the bot is back, and the log too', async () => {
    await newsroom.startBot();
    await untilItSays(report, RESTARTED);
    expect((await ada.runs('corpus log')).text).toMatch(
      /Newest first\.\n+.*\*\*Ada\*\* reindexed: broken off by a restart\n/,
    );
    expect((await ada.asks('Who opened the new bridge over the Lenne?')).text).toContain('Tarn');
  });

  it('says so once, and a new run works', async () => {
    const again = await ada.runs('corpus reindex');
    expect((await untilIndexed(again)).content).toMatch(/^(?:Indexed|The index was up to date)/);
    expect(await isBuilding(newsroom.indexDir)).toBe(false);
    await newsroom.stopBot();
    await newsroom.startBot();
    const { text } = await ada.runs('corpus log');
    expect(text.match(/broken off/g)).toHaveLength(how === 'stopped' ? 1 : 2);
  });
});

describe('when the right to answer the command ends in the middle of indexing', () => {
  it('an ordinary message in the channel takes over, and the first one points to it', async () => {
    const { report, held } = await beginIndexing();
    newsroom.standIn.advance(TOKEN_LIFE_MS + 1000);
    await untilItSays(report, 'This took long, and goes on in a message of its own below.');
    const successor = lastInChannel();
    expect(successor).toMatchObject({ ephemeral: false, pings: [] });
    expect(successor.content).toContain('files read');

    held.goOn();
    expect((await untilIndexed(successor)).content).toMatch(/^Indexed 204 articles/);
  });

  it('that message is corrected too when the bot was killed', async () => {
    const { report, held } = await beginIndexing();
    newsroom.standIn.advance(TOKEN_LIFE_MS + 1000);
    await report.waitUntil(({ content }) => content.includes('goes on'));
    const successor = lastInChannel();
    // So that the bot has time to write down where the run is shown.
    await ada.runs('corpus status');
    await newsroom.killBot();
    held.goOn();
    await newsroom.startBot();
    const corrected = await untilItSays(successor, RESTARTED);
    expect(corrected.buttons).toEqual([]);
  });

  it('what was private goes on in a direct message', async () => {
    const file = { name: 'trams.txt', content: 'Osterby has forty trams.\n' };
    const proposal = await ada.runs('corpus add', { file });
    await ada.presses(proposal, 'Add');
    newsroom.standIn.advance(TOKEN_LIFE_MS + 1000);
    await newsroom.standIn.until('a direct message', () => ada.member.dm.messages.length > 0);
    const [message] = ada.member.dm.messages;
    const { content } = await untilIndexed(message!);
    expect(content).toContain('Added as added/trams.txt.');
    expect(content).toContain('+ added/trams.txt');
  });
});
