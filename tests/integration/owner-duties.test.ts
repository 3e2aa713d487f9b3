import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { beginOwnerDuties, type OwnerDuties } from '../../src/cli/owner-duties.ts';
import { tellOfInterruptedRuns } from '../../src/discord/corpus/scheduled-check.ts';
import type { CorpusState } from '../../src/retrieval/sources.ts';
import { type CurationDesk, openCurationDesk } from '../support/curation-parts.ts';

const UNCHANGED: CorpusState = { added: [], changed: [], removed: [], refused: 0 };
const OWNER = 'looking after the corpus for all shards of this machine';
const NEVER_TIDIES = { keepQuestionsDays: 30 };
const WAITING = { timeout: 10_000 };

/** How many checks of the corpus are under way, and how many there were at most at a time. */
let running = 0;
let most = 0;

/** A desk whose check takes until it is told to end. */
async function deskOf(checks: (() => void)[]): Promise<CurationDesk> {
  const pendingChanges = async (): Promise<CorpusState> => {
    running += 1;
    most = Math.max(most, running);
    await new Promise<void>((resolve) => checks.push(resolve));
    running -= 1;
    return UNCHANGED;
  };
  return openCurationDesk({ pendingChanges });
}

function begin(desk: CurationDesk, locksDir: string): OwnerDuties {
  const duties = beginOwnerDuties(
    { corpusCheckMinutes: 1, ...NEVER_TIDIES },
    { locksDir, parts: desk.parts, goOver: () => Promise.resolve() },
  );
  onTestFinished(() => duties.end());
  return duties;
}

describe('what is done once for all shards', () => {
  it('is done by one process at a time, and by the next when that ends', async () => {
    const checks: (() => void)[] = [];
    const [one, other] = [await deskOf(checks), await deskOf(checks)];
    const locksDir = path.join(one.incomingDir, 'locks');
    const duties = begin(one, locksDir);
    await vi.waitFor(() => expect(checks).toHaveLength(1), WAITING);
    begin(other, locksDir);
    checks[0]!();
    expect(one.logged).toContain(OWNER);
    expect(other.logged).toEqual([]);
    duties.end();
    await vi.waitFor(() => expect(checks).toHaveLength(2), WAITING);
    expect(other.logged).toContain(OWNER);
    expect(most).toBe(1);
    checks[1]!();
  });
});

describe('runs that are on record at the start of a shard', () => {
  it('count as broken off where they are its own, and as going on where they are of others', async () => {
    const { parts } = await openCurationDesk();
    // The fourth and the first of four shards.
    for (const [serverId, startedByName] of [
      [String(7n << 22n), 'Ada'],
      [String(4n << 22n), 'Ben'],
    ] as const) {
      parts.runs.begin({
        startedBy: '1',
        startedByName,
        serverId,
        channelId: null,
        messageId: null,
        startedAtMs: 0,
        full: false,
      });
    }
    await tellOfInterruptedRuns(parts, { id: 3, count: 4 });
    expect(parts.runs.unfinished()).toMatchObject([{ startedByName: 'Ben' }]);
    const { entries } = parts.audit.page({ offset: 0, limit: 9 });
    expect(entries).toMatchObject([{ actorName: 'Ada', action: 'reindex' }]);
  });
});
