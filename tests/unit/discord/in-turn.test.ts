import { describe, expect, it } from 'vitest';
import { InTurn } from '../../../src/discord/edge/in-turn.ts';

/** Work that ends when it is told to, and notes when it begins. */
function workOn(begun: string[], name: string): { work: () => Promise<string>; end: () => void } {
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const work = async (): Promise<string> => {
    begun.push(name);
    await ended;
    return name;
  };
  return { work, end: () => end() };
}

describe('work on things', () => {
  it('is done one after the other on the same thing, and side by side on others', async () => {
    const begun: string[] = [];
    const inTurn = new InTurn();
    const [first, second, other] = ['first', 'second', 'other'].map((name) => workOn(begun, name));
    const results = [
      inTurn.run(['a'], first!.work),
      inTurn.run(['a', 'b'], second!.work),
      inTurn.run(['c'], other!.work),
    ];
    other!.end();
    expect(await results[2]).toBe('other');
    expect(begun).toEqual(['first', 'other']);
    first!.end();
    second!.end();
    expect(await Promise.all(results)).toEqual(['first', 'second', 'other']);
    expect(begun).toEqual(['first', 'other', 'second']);
  });

  it('goes on after work that failed, at once or later', async () => {
    const inTurn = new InTurn();
    const failed = inTurn.run(['a'], () => {
      throw new Error('no');
    });
    const next = inTurn.run(['a'], () => Promise.resolve('yes'));
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('yes');
  });
});
