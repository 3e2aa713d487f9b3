import { beforeEach, describe, expect, it } from 'vitest';
import { Intake } from '../../../src/discord/edge/intake.ts';

let done: string[];
let intake: Intake;

beforeEach(() => {
  done = [];
  intake = new Intake();
});

function arrive(...names: string[]): void {
  for (const name of names) intake.take(name, () => done.push(name));
}

describe('the intake', () => {
  it('passes on what arrives once it is open, and what arrived before', () => {
    arrive('a');
    expect(done).toEqual([]);
    intake.open(new Set());
    arrive('b');
    expect(done).toEqual(['a', 'b']);
  });

  it('leaves out what the process before has taken on', () => {
    arrive('a', 'b', 'c');
    intake.open(new Set(['a', 'b']));
    expect(done).toEqual(['c']);
  });

  it('leaves out all that arrived before where nobody knows what has been taken on', () => {
    arrive('a');
    intake.open(null);
    arrive('b');
    expect(done).toEqual(['b']);
  });

  it('tells what it has taken on, and takes nothing on any more', () => {
    intake.open(new Set());
    arrive('a', 'b');
    expect(intake.close()).toEqual(['a', 'b']);
    arrive('c');
    expect(done).toEqual(['a', 'b']);
  });

  it('does not take on what another process has, where it arrives here later', () => {
    intake.open(new Set(['a']));
    arrive('a', 'b');
    expect(done).toEqual(['b']);
  });

  it('does everything once together with another, whenever each of them hears of it', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    for (let heardBefore = 0; heardBefore <= names.length; heardBefore++) {
      for (let heardAfter = 0; heardAfter <= names.length; heardAfter++) {
        done = [];
        const [before, after] = [new Intake(), new Intake()];
        before.open(new Set());
        const hear = (by: Intake, some: string[]): void => {
          for (const name of some) by.take(name, () => done.push(name));
        };
        hear(before, names.slice(0, heardBefore));
        hear(after, names.slice(0, heardAfter));
        const taken = new Set(before.close());
        hear(before, names.slice(heardBefore));
        after.open(taken);
        hear(after, names.slice(heardAfter));
        expect(done.sort()).toEqual(names);
      }
    }
  });
});
