import { describe, expect, it } from 'vitest';
import { describeInherited } from '../../../src/conversation/describe-inherited.ts';
import type { Inherited } from '../../../src/conversation/turn.ts';

const NOTHING: Inherited = { names: [], dates: [], words: [], article: null };
const DAY = { from: '2022-11-15', to: '2022-11-15' };
const ARTICLE = { id: 'a1', title: 'Dockers walk out' };

describe('what was inherited', () => {
  it.each([
    { fields: { names: ['Kherson'], dates: [DAY] }, said: 'Kherson · 15 November 2022' },
    { fields: { names: ['Xi', 'Joe Biden'] }, said: 'Xi, Joe Biden' },
    { fields: { names: ['A', 'B', 'C', 'D'], words: ['x'], article: ARTICLE }, said: 'A, B, C' },
    {
      fields: { words: ['ferry'], dates: [{ from: '2022-12-01', to: '2022-12-31' }] },
      said: 'ferry · December 2022',
    },
    { fields: { article: ARTICLE }, said: 'Dockers walk out' },
    { fields: {}, said: null },
  ])('is said as $said', ({ fields, said }) => {
    expect(describeInherited({ ...NOTHING, ...fields })).toBe(said);
  });
});
