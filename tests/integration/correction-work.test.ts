import type { APIEmbed } from 'discord-api-types/v10';
import { PermissionFlagsBits } from 'discord-api-types/v10';
import { describe, expect, it } from 'vitest';
import type { BotParts } from '../../src/discord/bot-parts.ts';
import { CorrectionWork } from '../../src/discord/corpus/correction-work.ts';
import type { DiscordLink, OldMessageOutcome } from '../../src/discord/discord-link.ts';
import type { MessageBody } from '../../src/discord/reply.ts';
import { DiscordError } from '../../src/errors.ts';
import { AnswerStore } from '../../src/state/answers.ts';
import { AuditLog } from '../../src/state/audit-log.ts';
import { ConversationStore } from '../../src/state/conversations.ts';
import { CorrectionStore, type OutdatedPassage } from '../../src/state/corrections.ts';
import type { StateDatabase } from '../../src/state/database.ts';
import { type CurationDesk, HOME, openCurationDesk } from '../support/curation-parts.ts';
import { answerWith, newState, turnWith } from '../support/state.ts';

const PASSAGE: OutdatedPassage = {
  kind: 'withdrawn',
  path: 'mill.md',
  start: 10,
  end: 20,
  before: 'It cost 4.',
  now: null,
};
const EMBED: APIEmbed = {
  description: '“It cost 4.”',
  footer: { text: 'Confidence: probably the answer · mill.md, characters 10–20' },
};
const OTHER: APIEmbed = {
  description: '“It rained.”',
  footer: { text: 'rain.md, characters 1–9' },
};

interface Site {
  readonly desk: CurationDesk;
  readonly corrections: CorrectionStore;
  /** What was asked of Discord, in order. */
  readonly asked: string[];
  readonly replies: MessageBody[];
  readonly nonces: string[];
  /** Embeds by message. */
  readonly shown: Map<string, readonly APIEmbed[]>;
  readonly parts: BotParts;
  readonly state: StateDatabase;
  /** Works until nothing is left, and tells what the log says then. */
  work(): Promise<string | undefined>;
}

/** A confirmed withdrawal that concerns two answers. */
async function open(link: Partial<DiscordLink> = {}): Promise<Site> {
  const desk = await openCurationDesk();
  const state = await newState();
  const corrections = new CorrectionStore(state);
  const concerned = ['1', '2'].map((messageId) => {
    const { id } = new AnswerStore(state).save(answerWith());
    new ConversationStore(state).record(turnWith({ answerId: id, messageId }));
    return { answerId: id, passages: [PASSAGE] };
  });
  const { id } = corrections.propose(
    { ...PASSAGE, day: '2022-12-30', note: null, serverId: HOME, proposedAtMs: 1 },
    concerned,
  );
  corrections.begin(id, desk.nowMs);
  const asked: string[] = [];
  const replies: MessageBody[] = [];
  const nonces: string[] = [];
  const shown = new Map<string, readonly APIEmbed[]>([
    ['1', [EMBED, OTHER]],
    ['2', [OTHER, EMBED]],
  ]);
  const done = (): Promise<OldMessageOutcome> => Promise.resolve('done');
  const all = {
    permissionsIn: () => null,
    embedsOf: ({ id: messageId }: { id: string }) => {
      asked.push(`read ${messageId}`);
      return Promise.resolve(shown.get(messageId) ?? ('gone' as const));
    },
    changeEmbeds({ id: messageId }: { id: string }, embeds: readonly APIEmbed[]) {
      asked.push(`change ${messageId}`);
      shown.set(messageId, embeds);
      return done();
    },
    replyOnce({ id: messageId }: { id: string }, body: MessageBody, nonce: string) {
      asked.push(`reply ${messageId}`);
      replies.push(body);
      nonces.push(nonce);
      return done();
    },
    ...link,
  };
  const audit = new AuditLog(state);
  const parts = { ...desk.parts, audit, corrections, link: { ...desk.parts.link, ...all } };
  return {
    desk,
    parts,
    state,
    corrections,
    asked,
    replies,
    nonces,
    shown,
    async work() {
      const correctionWork = new CorrectionWork();
      correctionWork.open(parts);
      while (corrections.begun().length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
      await correctionWork.close();
      return desk.posted.at(-1)?.content;
    },
  };
}

describe('a withdrawal on its way to the answers', () => {
  it('changes the embed that quoted it and no other', async () => {
    const site = await open();
    expect(await site.work()).toContain('2 edited, 0 replied to, 0 gone, 0 out of reach');
    expect(site.shown.get('1')).toEqual([
      { ...EMBED, description: '**Withdrawn on 30 December 2022**\n\nIt said:\n“It cost 4.”' },
      OTHER,
    ]);
    expect(site.shown.get('2')?.[0]).toEqual(OTHER);
    expect(site.asked).toEqual(['read 1', 'change 1', 'read 2', 'change 2']);
  });

  it('leaves alone what was changed just before a restart', async () => {
    const site = await open();
    await site.work();
    const changed = site.shown.get('1')!;
    const again = await open();
    again.shown.set('1', changed);
    await again.work();
    expect(again.asked).toEqual(['read 1', 'read 2', 'change 2']);
  });

  it('is told in a reply where a message can no longer be changed', async () => {
    const site = await open({ changeEmbeds: () => Promise.resolve('refused') });
    expect(await site.work()).toContain('0 edited, 2 replied to');
    expect(site.replies[0]?.embeds?.[0]?.description).toContain('It said:\n“It cost 4.”');
    expect(site.replies[0]?.embeds).toHaveLength(1);
    expect(new Set(site.nonces).size).toBe(2);
    for (const nonce of site.nonces) expect(nonce.length).toBeLessThanOrEqual(25);
  });

  it.each([
    { minutes: 1, asked: ['read 1', 'reply 1', 'read 2', 'change 2'] },
    { minutes: 5, asked: ['read 1', 'read 2', 'change 2'] },
  ])('is replied once, be the bot restarted $minutes minutes later', async ({ minutes, asked }) => {
    const site = await open();
    const [correction] = site.corrections.begun();
    site.corrections.settle(site.corrections.next(correction!.id)!, 'replying', site.desk.nowMs);
    site.desk.nowMs += minutes * 60_000;
    expect(await site.work()).toContain('1 edited, 1 replied to');
    expect(site.asked).toEqual(asked);
  });

  it('passes over what is gone, and channels that the bot no longer sees', async () => {
    const gone = await open();
    gone.shown.delete('1');
    gone.shown.set('2', [OTHER]);
    expect(await gone.work()).toContain('0 edited, 0 replied to, 2 gone');
    const blind = await open({ permissionsIn: () => PermissionFlagsBits.SendMessages });
    expect(await blind.work()).toContain('2 out of reach');
    expect(blind.asked).toEqual([]);
    const refused = await open({
      changeEmbeds: () => Promise.resolve('refused'),
      replyOnce: () => Promise.resolve('refused'),
    });
    expect(await refused.work()).toContain('2 out of reach');
  });

  it('is not done with before that is written down', async () => {
    const site = await open();
    const { state, corrections, parts } = site;
    state
      .prepare(
        'CREATE TEMP TRIGGER full BEFORE INSERT ON main.audit_entries BEGIN ' +
          "SELECT RAISE(ABORT, 'the disk is full'); END",
      )
      .run();
    const work = new CorrectionWork();
    work.open(parts);
    while (site.desk.logged.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(site.desk.logged).toEqual(['could not correct answers']);
    expect(corrections.begun()).toHaveLength(1);
    state.prepare('DROP TRIGGER full').run();
    work.wake();
    while (corrections.begun().length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await work.close();
    expect(parts.audit.page({ offset: 0, limit: 1 }).entries[0]?.detail).toContain('2 edited');
  });

  it('waits while Discord cannot be reached, and lets the program end meanwhile', async () => {
    const site = await open({
      embedsOf: () => Promise.reject(new DiscordError('Discord cannot be reached')),
    });
    const work = new CorrectionWork();
    work.open(site.parts);
    while (site.desk.logged.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await work.close();
    expect(site.desk.logged).toEqual(['could not correct an answer yet']);
    expect(site.corrections.begun()).toHaveLength(1);
  });
});
