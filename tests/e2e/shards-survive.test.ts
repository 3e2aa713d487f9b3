import { beforeAll, describe, expect, it, vi } from 'vitest';
import { Fleet } from '../support/fleet.ts';
import { articlesOn, asksAbout, LIGHTHOUSES, type Lighthouse } from '../support/lighthouses.ts';
import { untilIndexed } from '../support/moderator.ts';
import { HAS_PGVECTOR, PostgresProcess } from '../support/postgres.ts';
import { type Asked, Questioners } from '../support/questioners.ts';

/**
 * What “none lost” means here: a message to the bot is written once, and answered once, whatever dies in
 * the meantime. A command can be answered by nobody but the process that Discord told of it, as the
 * right to answer it came with it. Its member is told by Discord that the bot did not respond, or by the
 * bot that it is being restarted, and asks again; so do those of the test, then and where the bot asks
 * for it because a question has waited for too long, and else never.
 */
const SHARDS = 4;
const QUESTIONS = 500;
const OWNER = 'looking after the corpus for all shards';
/** Several processes share the machine. */
const WAITING = { timeout: 120_000, interval: 200 };
const PATIENCE = { timeoutMs: 120_000 };
const NEW: Lighthouse = { town: 'Quillhaven', metres: 87 };

describe.runIf(HAS_PGVECTOR)('a bot of four shards over PostgreSQL', () => {
  let postgres: PostgresProcess;
  let fleet: Fleet;

  beforeAll(async () => {
    postgres = await PostgresProcess.start();
    fleet = await Fleet.assemble({ shards: SHARDS, maxConcurrency: 16 });
    await fleet.writeArticles(articlesOn(LIGHTHOUSES));
    await start();
    return async () => {
      await fleet.disband();
      await postgres.remove();
    };
  }, 240_000);

  function start(): Promise<void> {
    return fleet.sail({ VECTOR_STORE: postgres.url().reveal(), SAMPLE_CORPUS: 'off' });
  }

  async function owner(): Promise<number> {
    await vi.waitFor(() => expect(fleet.logged(OWNER)).not.toEqual([]), WAITING);
    return Number(fleet.logged(OWNER).at(-1)?.['shard']);
  }

  /** Ends the process of a shard between two instructions, and waits until another is connected. */
  async function killShard(shard: number): Promise<void> {
    const pid = fleet.pidOf(shard);
    process.kill(pid, 'SIGKILL');
    await vi.waitFor(() => expect(fleet.pidOf(shard)).not.toBe(pid), WAITING);
    await fleet.connected(shard);
  }

  it('answers 500 questions once each while everything dies in turn, and takes an article in', async () => {
    const questioners = new Questioners(fleet, LIGHTHOUSES, QUESTIONS);
    const asking = questioners.askAll();
    const disasters = async (): Promise<void> => {
      await questioners.answered(40);
      await killShard(((await owner()) + 1) % SHARDS);
      await questioners.answered(100);
      await postgres.restart('fast');
      await questioners.answered(150);
      process.kill(await fleet.answeringPidOf(await owner()), 'SIGKILL');
      await questioners.answered(200);
      await takeIn(NEW, ((await owner()) + 2) % SHARDS);
      await questioners.answered(270);
      await killShard(await owner());
      await questioners.answered(340);
      await postgres.restart('immediate');
      await questioners.answered(400);
      // What the service manager of a real one does.
      await fleet.bot.stop('SIGKILL');
      await start();
    };
    const [asked] = await Promise.all([asking, disasters()]);
    expect(asked).toHaveLength(QUESTIONS);
    expect(asked.filter((question) => !isAnsweredOnce(question))).toEqual([]);
    for (const { moderator } of fleet.berths) {
      expect((await moderator.asks(asksAbout(NEW))).text).toContain('87 metres');
    }
  }, 600_000);

  /**
   * A moderator has an article indexed that has come into the corpus folder, and asks for it again as the
   * process that indexes is killed.
   */
  async function takeIn(lighthouse: Lighthouse, shard: number): Promise<void> {
    const { moderator } = fleet.berths[shard]!;
    await fleet.writeArticles(articlesOn([lighthouse]));
    const brokenOff = await moderator.runs('corpus reindex');
    process.kill(await fleet.indexingPidOf(shard), 'SIGKILL');
    expect((await untilIndexed(brokenOff, PATIENCE)).content).toContain('Indexing failed');
    const report = await moderator.runs('corpus reindex');
    expect((await untilIndexed(report, PATIENCE)).content).toContain('+ quillhaven.md');
  }
});

function isAnsweredOnce({ about, answer, answers }: Asked): boolean {
  return answers === 1 && answer?.includes(`${about.metres} metres`) === true;
}
