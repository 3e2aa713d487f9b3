import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { linkToSameAnswer } from '../../../src/discord/repeated-question.ts';
import { openQuestionDesk, type QuestionDesk } from '../../support/question-desk.ts';

const MINUTE_MS = 60_000;
const MAYOR = 'Who is the mayor of Kyiv?';

let desk: QuestionDesk;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  desk = await openQuestionDesk();
  await desk.ask(desk.mention('1', MAYOR));
});

afterEach(() => {
  vi.useRealTimers();
});

function linkFor(question: string, filters = {}): string | null {
  const { place } = desk.mention('2', question);
  return linkToSameAnswer(question, filters, place, desk.parts);
}

describe('a question that was answered last in its channel', () => {
  it.each([MAYOR, 'mayor of kyiv who', 'Kyiv’s mayor??'])('is the same as “%s”', (question) => {
    expect(linkFor(question)).toBe('https://discord.com/channels/222/333/1000');
  });

  it('is not the same as one with another word or within limits', () => {
    expect(linkFor('Who is the mayor of Lviv?')).toBeNull();
    expect(linkFor('Who is the new mayor of Kyiv?')).toBeNull();
    expect(linkFor(MAYOR, { outlet: 'Daily' })).toBeNull();
    expect(linkFor(MAYOR, { outlet: undefined })).not.toBeNull();
  });

  it('may be asked again after ten minutes', () => {
    vi.advanceTimersByTime(10 * MINUTE_MS);
    expect(linkFor(MAYOR)).not.toBeNull();
    vi.advanceTimersByTime(1);
    expect(linkFor(MAYOR)).toBeNull();
  });
});
