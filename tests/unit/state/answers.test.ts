import { describe, expect, it } from 'vitest';
import { AnswerStore } from '../../../src/state/answers.ts';
import { answerWith, newState } from '../../support/state.ts';

describe('stored answers', () => {
  it.each([
    { what: 'with everything', answer: answerWith() },
    { what: 'in direct messages', answer: answerWith({ serverId: null, isPrivate: true }) },
    { what: 'without filters or quotes', answer: answerWith({ filters: {}, quotes: [] }) },
  ])('come back as they were saved $what', async ({ answer }) => {
    const answers = new AnswerStore(await newState());
    const saved = answers.save(answer);
    expect(saved).toEqual({ ...answer, id: saved.id });
    expect(answers.find(saved.id)).toEqual(saved);
  });

  it('have ids of twelve characters that can stand in an address, each its own', async () => {
    const answers = new AnswerStore(await newState());
    const ids = Array.from({ length: 200 }, () => answers.save(answerWith()).id);
    for (const id of ids) expect(id).toMatch(/^[\w-]{12}$/);
    expect(new Set(ids).size).toBe(200);
  });

  it('are absent when nobody saved them', async () => {
    expect(new AnswerStore(await newState()).find('AAAAAAAAAAAA')).toBeNull();
  });

  it('are gone once they are removed', async () => {
    const answers = new AnswerStore(await newState());
    const [removed, kept] = [answers.save(answerWith()), answers.save(answerWith())];
    answers.remove(removed.id);
    expect(answers.find(removed.id)).toBeNull();
    expect(answers.find(kept.id)).toEqual(kept);
  });

  it('are gone with the answer whose question they repeat', async () => {
    const answers = new AnswerStore(await newState());
    const origin = answers.save(answerWith());
    const repeated = answers.save(answerWith({ askerId: '112' }), { originId: origin.id });
    expect(answers.find(repeated.id)).toEqual(repeated);
    answers.remove(origin.id);
    expect(answers.find(repeated.id)).toBeNull();
    const late = answers.save(answerWith(), { originId: origin.id });
    expect(answers.find(late.id)).toEqual(late);
  });

  it('are gone once they are older than a time', async () => {
    const answers = new AnswerStore(await newState());
    const old = answers.save(answerWith({ askedAtMs: 999 }));
    const young = answers.save(answerWith({ askedAtMs: 1000 }));
    answers.removeOlderThan(1000);
    expect(answers.find(old.id)).toBeNull();
    expect(answers.find(young.id)).toEqual(young);
  });

  it.each([
    { column: 'quotes', value: '[{"articleId": 7}]' },
    { column: 'quotes', value: '[{' },
    { column: 'filters', value: '{"from": "2022-13-99"}' },
    { column: 'filters', value: 'null' },
    { column: 'is_private', value: 2 },
    { column: 'asked_at_ms', value: -1 },
  ])('count as absent where $column is damaged: $value', async ({ column, value }) => {
    const state = await newState();
    const answers = new AnswerStore(state);
    const { id } = answers.save(answerWith());
    state.prepare(`UPDATE answers SET ${column} = ?`).run(value);
    expect(answers.find(id)).toBeNull();
  });
});
