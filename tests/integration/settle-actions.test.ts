import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Correction } from '../../src/corpus/corrections.ts';
import type { CorpusFolder } from '../../src/curation/corpus-folder.ts';
import type { BotParts } from '../../src/discord/bot-parts.ts';
import { handleConfirmation } from '../../src/discord/corpus/confirm.ts';
import { CorrectionWork } from '../../src/discord/corpus/correction-work.ts';
import { restoreArticle } from '../../src/discord/corpus/restore.ts';
import { SETTLED_AFTER_MS, settleActions } from '../../src/discord/corpus/settle-actions.ts';
import { reinstateArticle } from '../../src/discord/corpus/withdraw.ts';
import type { Handling } from '../../src/discord/reply.ts';
import type { CommandRequest } from '../../src/discord/request.ts';
import type { AuditEntry, AuditLog } from '../../src/state/audit-log.ts';
import type { PendingChange } from '../../src/state/pending-actions.ts';
import {
  type CurationDesk,
  HOME,
  LOG_CHANNEL,
  MODERATOR,
  openCurationDesk,
  pressOf,
} from '../support/curation-parts.ts';

const PATH = 'mill.txt';
const BEFORE = 'The mill cost 4.\n';
const AFTER = 'The mill cost 5.\n';
const ASKED = { serverId: HOME, actorId: MODERATOR.id };
const NOTE = 'It cost more.';

/** What a moderator does, by what it is called. */
const DEEDS: Readonly<Record<string, (desk: CurationDesk) => Promise<Deed>>> = {
  async add(desk) {
    await desk.parts.uploads.put('staged', Buffer.from(AFTER));
    return confirmed({ kind: 'add', payload: { path: PATH, stagedFile: 'staged' } }, desk);
  },
  remove: (desk) => confirmed({ kind: 'remove', payload: { path: PATH } }, desk),
  withdraw(desk) {
    const correctionId = proposed('withdrawn', desk);
    return confirmed({ kind: 'withdraw', payload: { path: PATH, correctionId } }, desk);
  },
  correct(desk) {
    const correctionId = proposed('corrected', desk);
    const payload = { path: PATH, correctionId, stagedFile: null };
    return confirmed({ kind: 'correct', payload }, desk);
  },
  async 'correct with a file'(desk) {
    await desk.parts.uploads.put('staged', Buffer.from(AFTER));
    const correctionId = proposed('corrected', desk);
    const payload = { path: PATH, correctionId, stagedFile: 'staged' };
    return confirmed({ kind: 'correct', payload }, desk);
  },
  async reinstate({ parts }) {
    const correction = { kind: 'withdrawn', on: '2022-11-15', note: null } as const;
    await parts.corpusFolder.correct(PATH, correction);
    return (lent) => carryOut(reinstateArticle(commandOf('reinstate', PATH), lent));
  },
  async restore({ parts, nowMs }) {
    const id = await parts.corpusFolder.remove(PATH, nowMs - 1);
    return (lent) => carryOut(restoreArticle(commandOf('restore', id), lent));
  },
};

type Deed = (parts: BotParts) => Promise<void>;

/** What is said of the article, its text, and that of an article that was added. */
interface State {
  readonly said?: Correction | undefined;
  readonly text?: string | undefined;
  readonly added?: string | undefined;
}

const CHANGES = ['add', 'remove', 'replace', 'correct', 'restore'];
const SAID = { kind: 'corrected', on: '2022-11-16', note: NOTE } as const;
/** What the corpus holds once a deed is done. */
const DONE: Readonly<Record<string, State>> = {
  add: { text: BEFORE, added: AFTER },
  remove: {},
  withdraw: { said: { ...SAID, kind: 'withdrawn' }, text: BEFORE },
  correct: { said: SAID, text: BEFORE },
  'correct with a file': { said: SAID, text: AFTER },
  reinstate: { text: BEFORE },
  restore: { text: BEFORE },
};

describe('a moderator’s deed', () => {
  it.each(Object.keys(DEEDS))('that was cut short before it was written down: %s', async (name) => {
    const desk = await openDesk();
    const deed = await DEEDS[name]!(desk);
    await expect(deed({ ...desk.parts, audit: cutShortLog() })).rejects.toThrow('cut short');
    const begunAtMs = desk.nowMs;
    expect(logged(desk)).toEqual([]);
    expect(await corpusOf(desk)).toEqual(DONE[name]);
    await settle(desk);
    expect(await corpusOf(desk)).toEqual(DONE[name]);
    const action = name.split(' ')[0];
    const subject = name === 'add' ? `added/${PATH}` : PATH;
    const actorName = MODERATOR.name;
    expect(logged(desk)).toMatchObject([{ action, subject, actorName, atMs: begunAtMs }]);
    const { corrections, uploads } = desk.parts;
    expect(corrections.begun()).toHaveLength(['withdraw', 'correct'].includes(action!) ? 1 : 0);
    expect(await uploads.read('staged')).toBeNull();
    await settle(desk);
    expect(logged(desk)).toHaveLength(1);
  });

  it.each(Object.keys(DEEDS).filter((name) => name !== 'restore'))(
    'that was cut short before anything was done is as if nobody had begun it: %s',
    async (name) => {
      const desk = await openDesk();
      const deed = await DEEDS[name]!(desk);
      const before = await corpusOf(desk);
      const corpusFolder = cutShortFolder(desk.parts.corpusFolder, CHANGES);
      await expect(deed({ ...desk.parts, corpusFolder })).rejects.toThrow('cut short');
      await settle(desk);
      expect(await corpusOf(desk)).toEqual(before);
      expect(logged(desk)).toEqual([]);
      expect(desk.parts.corrections.begun()).toEqual([]);
      const { pending } = desk.parts;
      // The same button does it now.
      expect(pending.begun(Number.MAX_SAFE_INTEGER)).toEqual([]);
      expect(pending.expired(Number.MAX_SAFE_INTEGER)).toHaveLength(1);
    },
  );

  it('that has replaced a file and not said so is brought to its end', async () => {
    const desk = await openDesk();
    const deed = await DEEDS['correct with a file']!(desk);
    const corpusFolder = cutShortFolder(desk.parts.corpusFolder, ['correct']);
    await expect(deed({ ...desk.parts, corpusFolder })).rejects.toThrow('cut short');
    await settle(desk);
    expect(await corpusOf(desk)).toEqual(DONE['correct with a file']);
    expect(logged(desk)).toMatchObject([{ action: 'correct', detail: NOTE }]);
  });

  it('that was cut short may wait for longer than a proposal is kept', async () => {
    const desk = await openDesk();
    const deed = await DEEDS['withdraw']!(desk);
    await expect(deed({ ...desk.parts, audit: cutShortLog() })).rejects.toThrow('cut short');
    desk.parts.corrections.discardOlderThan(Number.MAX_SAFE_INTEGER);
    await settle(desk);
    expect(desk.parts.corrections.begun()).toMatchObject([{ path: PATH }]);
  });

  it('that somebody is at just now is left to them', async () => {
    const desk = await openDesk();
    const deed = await DEEDS['withdraw']!(desk);
    await expect(deed({ ...desk.parts, audit: cutShortLog() })).rejects.toThrow('cut short');
    desk.nowMs += SETTLED_AFTER_MS - 1;
    await settleActions(desk.parts);
    expect(logged(desk)).toEqual([]);
  });
});

it('whoever takes corrections to answers settles first what was cut short', async () => {
  const desk = await openDesk();
  const deed = await DEEDS['remove']!(desk);
  await expect(deed({ ...desk.parts, audit: cutShortLog() })).rejects.toThrow('cut short');
  desk.nowMs += SETTLED_AFTER_MS;
  const work = new CorrectionWork();
  work.open(desk.parts);
  await work.close();
  expect(logged(desk)).toMatchObject([{ action: 'remove', subject: PATH }]);
});

async function openDesk(): Promise<CurationDesk> {
  const library = { compareVersions: () => Promise.resolve([]) };
  const desk = await openCurationDesk(library, { [PATH]: BEFORE });
  Object.assign(desk.parts, { keepQuestionsDays: 30 });
  return desk;
}

/** A proposed change that is about to be confirmed. */
function confirmed(change: PendingChange, { parts, nowMs }: CurationDesk): Promise<Deed> {
  const { id: actionId } = parts.pending.create({ ...change, ...ASKED, expiresAtMs: nowMs + 1 });
  return Promise.resolve((lent) =>
    carryOut(handleConfirmation({ decision: 'confirm', actionId }, pressOf(''), lent)),
  );
}

/** The id of a proposed correction that concerns no answer. */
function proposed(kind: 'withdrawn' | 'corrected', { parts, nowMs }: CurationDesk): string {
  const proposal = { kind, path: PATH, day: '2022-11-16', note: NOTE, serverId: HOME } as const;
  return parts.corrections.propose({ ...proposal, proposedAtMs: nowMs }, []).id;
}

function commandOf(name: string, article: string): CommandRequest {
  return {
    kind: 'command',
    id: '1',
    name: `corpus ${name}`,
    options: { article },
    attachments: {},
    target: null,
    member: MODERATOR,
    place: { serverId: HOME, channelId: LOG_CHANNEL, parentId: null, botPermissions: ~0n },
  };
}

async function carryOut(handling: Handling): Promise<void> {
  const show = () => Promise.resolve(null);
  if ('update' in handling) await handling.update(show);
  else if ('reply' in handling) await handling.reply(show);
}

function cutShort(): never {
  throw new Error('cut short');
}

/** As if the process was killed when it was about to write down what it has done. */
function cutShortLog(): AuditLog {
  return { appendWith: cutShort } as unknown as AuditLog;
}

/** As if the process was killed when it was about to change the corpus in one of these ways. */
function cutShortFolder(folder: CorpusFolder, changes: readonly string[]): CorpusFolder {
  return new Proxy(folder, {
    get(_, name) {
      if (changes.includes(String(name))) return () => Promise.resolve().then(cutShort);
      const value: unknown = Reflect.get(folder, name, folder);
      return typeof value === 'function' ? (value.bind(folder) as unknown) : value;
    },
  });
}

async function settle(desk: CurationDesk): Promise<void> {
  desk.nowMs += SETTLED_AFTER_MS;
  await settleActions(desk.parts);
}

function logged({ parts }: CurationDesk): readonly AuditEntry[] {
  return parts.audit.page({ offset: 0, limit: 10 }).entries;
}

async function corpusOf({ corpusDir, parts }: CurationDesk): Promise<State> {
  const read = (name: string): Promise<string | undefined> =>
    readFile(path.join(corpusDir, name), 'utf8').catch(() => undefined);
  const said = (await parts.corpusFolder.corrections()).get(PATH);
  return { said, text: await read(PATH), added: await read(`added/${PATH}`) };
}
