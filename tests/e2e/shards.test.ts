import { beforeAll, describe, expect, it, vi } from 'vitest';
import { AuditLog } from '../../src/state/audit-log.ts';
import { Fleet } from '../support/fleet.ts';
import { freePort } from '../support/free-port.ts';
import { SAMPLE_FILES } from '../support/library.ts';
import { untilIndexed } from '../support/moderator.ts';
import { runVerbatim } from '../support/run-verbatim.ts';

const SHARDS = [0, 1, 2, 3] as const;
const WHO_OPENED = 'Who opened the new bridge over the Lenne?';
const OPENED = 'Mayor Ingrid Tarn opened the new bridge';
const HOW_MANY_TRAMS = 'How many trams does Osterby have?';
const TRAMS = 'Osterby has forty trams, and all of them are painted red.\n';
const HOW_MANY_FERRIES = 'How many ferries does Norwick have?';
const FERRIES = 'Norwick has seven ferries, and the oldest of them is a museum now.\n';
const OWNER = 'looking after the corpus for all shards';
const REPLACING = 'replacing the processes of all shards';
/** Several processes share the machine. */
const WAITING = { timeout: 60_000, interval: 200 };

let fleet: Fleet;
let port: number;

beforeAll(async () => {
  port = await freePort();
  fleet = await Fleet.assemble({ shards: SHARDS.length, maxConcurrency: 16 });
  await fleet.writeArticles(SAMPLE_FILES);
  await fleet.index();
  await fleet.writeArticles({ 'trams.txt': TRAMS });
  await fleet.sail({ CORPUS_CHECK_MINUTES: '60', METRICS_PORT: String(port) });
  return () => fleet.disband();
}, 240_000);

async function answerOn(shard: number, question: string): Promise<string> {
  const { moderator } = fleet.berths[shard]!;
  return (await moderator.asks(question)).text;
}

/** The shard that does for all of them what is to be done once, by the log. */
function owner(): number {
  return Number(fleet.logged(OWNER).at(-1)?.['shard']);
}

describe('a bot of four shards, each in a process', () => {
  it('has the corpus checked by one of them, and all quote what it has found', async () => {
    await vi.waitFor(async () => {
      for (const shard of SHARDS) {
        expect(await answerOn(shard, HOW_MANY_TRAMS)).toContain('forty trams');
      }
    }, WAITING);
    expect(fleet.logged(OWNER)).toHaveLength(1);
    const { entries } = await fleet.readState((state) =>
      new AuditLog(state).page({ offset: 0, limit: 9 }),
    );
    expect(entries).toMatchObject([{ actorName: 'Scheduled check', detail: '+1 ~0 -0 !0' }]);
  });

  it('answers on each server from its own shard, once', async () => {
    for (const shard of SHARDS) {
      const { server, general, moderator } = fleet.berths[shard]!;
      expect(fleet.standIn.countSessions(server)).toBe(1);
      const said = await moderator.member.writes(`${fleet.standIn.bot.mention} ${WHO_OPENED}`, {
        in: general,
      });
      expect((await said.botReply()).text).toContain(OPENED);
      await vi.waitFor(() => {
        const answered = fleet.logged('answered').filter((line) => line['message'] === said.id);
        expect(answered).toMatchObject([{ shard }]);
      }, WAITING);
    }
  });

  it('answers direct messages from the first shard', async () => {
    const { member } = fleet.berths[3]!.moderator;
    const said = await member.writes(WHO_OPENED, { in: member.dm });
    expect((await said.botReply()).text).toContain(OPENED);
    await vi.waitFor(() => {
      const answered = fleet.logged('answered').filter((line) => line['message'] === said.id);
      expect(answered).toMatchObject([{ shard: 0 }]);
    }, WAITING);
  });

  it('registers its commands once', () => {
    const asked = fleet.standIn.requests.filter(({ path }) => path.endsWith('/commands'));
    expect(asked.map(({ method }) => method)).toEqual(['GET', 'PUT']);
  });

  it('tells how it is on a port for each shard, and with one command for all', async () => {
    for (const shard of SHARDS) {
      expect((await fetch(`http://localhost:${port + shard}/health`)).status).toBe(200);
    }
    const env = { ...fleet.env, METRICS_PORT: String(port) };
    expect((await runVerbatim(['health'], { env })).stdout).toContain('4 shards are well');
  });

  it('quotes on all shards what a moderator on one of them has had indexed', async () => {
    await fleet.writeArticles({ 'ferries.txt': FERRIES });
    const report = await fleet.berths[2]!.moderator.runs('corpus reindex');
    expect((await untilIndexed(report)).content).toContain('+ ferries.txt');
    await vi.waitFor(async () => {
      for (const shard of SHARDS) {
        expect(await answerOn(shard, HOW_MANY_FERRIES)).toContain('seven ferries');
      }
    }, WAITING);
  });

  it('tells moderators of all shards of a run, and lets each of them end it', async () => {
    const [, other, own] = fleet.berths;
    const report = await own!.moderator.runs('corpus reindex', { full: true });
    process.kill(await fleet.indexingPidOf(2), 'SIGSTOP');
    const status = await other!.moderator.runs('corpus status');
    expect(status.text).toContain('indexed already: Ada 2 started it');
    expect((await other!.moderator.runs('corpus cancel')).content).toContain('passed that on');
    expect((await untilIndexed(report)).content).toContain('was cancelled by Ada 1');
    expect((await other!.moderator.runs('corpus status')).text).not.toContain('indexed already');
    expect((await other!.moderator.runs('corpus cancel')).content).toContain('Nothing is being');
  });

  it('goes on with the others when one is killed, which comes back by itself', async () => {
    const killed = (owner() + 1) % SHARDS.length;
    process.kill(fleet.pidOf(killed), 'SIGKILL');
    for (const shard of SHARDS.filter((other) => other !== killed)) {
      expect(await answerOn(shard, WHO_OPENED)).toContain(OPENED);
    }
    await fleet.connected(killed);
    expect(await answerOn(killed, WHO_OPENED)).toContain(OPENED);
  });

  it('has another owner when the owner is killed', async () => {
    const before = owner();
    process.kill(fleet.pidOf(before), 'SIGKILL');
    await vi.waitFor(() => expect(fleet.logged(OWNER)).toHaveLength(2), WAITING);
    expect(owner()).not.toBe(before);
    await fleet.connected(before);
  });

  it('is replaced shard by shard, and every question meanwhile is answered once', async () => {
    const before = SHARDS.map((shard) => fleet.pidOf(shard));
    const answers: { texts: string[]; replies: number }[] = [];
    const replaced = new AbortController();
    const askOn = async (shard: number): Promise<void> => {
      const { general, moderator } = fleet.berths[shard]!;
      while (!replaced.signal.aborted) {
        const question = await moderator.member.writes(
          `${fleet.standIn.bot.mention} ${WHO_OPENED}`,
          { in: general },
        );
        const { text } = await question.botReply({ timeoutMs: 30_000 });
        const { length: replies } = general.log.filter(
          ({ repliesTo }) => repliesTo?.id === question.id,
        );
        answers.push({ texts: [text, await answerOn(shard, WHO_OPENED)], replies });
      }
    };
    const asking = Promise.all([askOn(0), askOn(3)]);
    fleet.bot.send('SIGHUP');
    await fleet.bot.logged(REPLACING);
    // Once more meanwhile is no reason to begin again.
    fleet.bot.send('SIGHUP');
    await Promise.race([fleet.bot.logged('replaced the processes of all shards'), asking]);
    replaced.abort();
    await asking;
    expect(fleet.logged(REPLACING)).toHaveLength(1);
    for (const shard of SHARDS) expect(fleet.pidOf(shard)).not.toBe(before[shard]);
    expect(answers.length).toBeGreaterThan(1);
    for (const { texts, replies } of answers) {
      // Who asks the same again in a channel is shown where the answer stands.
      for (const text of texts)
        expect(text).toMatch(/Ingrid Tarn opened|I have just answered that/);
      expect(replies).toBe(1);
    }
  }, 240_000);

  it('ends as a whole when it is told to', async () => {
    expect(await fleet.bot.stop()).toBe(0);
    for (const { server } of fleet.berths) expect(fleet.standIn.countSessions(server)).toBe(0);
  });
});

describe('shards that may not identify at the same time', () => {
  it('take turns, in processes that know nothing of each other', async () => {
    const pair = await Fleet.assemble({ shards: 2, maxConcurrency: 1 });
    try {
      await pair.writeArticles(SAMPLE_FILES);
      const bots = await Promise.all([pair.launch('0'), pair.launch('1')]);
      await bots[0].logged('commands are registered');
      for (const { moderator } of pair.berths) {
        expect((await moderator.asks(WHO_OPENED)).text).toContain(OPENED);
      }
      for (const bot of bots) expect(await bot.stop()).toBe(0);
    } finally {
      await pair.disband();
    }
  });
});

describe('settings of shards that do not fit', () => {
  it('are refused by Discord when there are too few, in one line', async () => {
    const crowded = await Fleet.assemble({ shards: 2, maxConcurrency: 1 });
    try {
      await crowded.writeArticles(SAMPLE_FILES);
      const { code, stderr } = await runVerbatim(['bot'], {
        env: {
          ...crowded.env,
          SHARD_COUNT: '1',
          DATA_DIR: crowded.dataDir,
          DISCORD_TOKEN: crowded.standIn.token,
          DISCORD_API_URL: crowded.standIn.apiUrl,
        },
      });
      expect(code).toBe(2);
      expect(stderr).toContain('verbatim: SHARD_COUNT must be larger');
    } finally {
      await crowded.disband();
    }
  });
});
