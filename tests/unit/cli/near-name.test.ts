import { describe, expect, it } from 'vitest';
import { nearName } from '../../../src/cli/near-name.ts';

const NAMES = ['ask', 'bot', 'index', 'METRICS_PORT'];

describe('the name that was meant', () => {
  it.each([
    { typed: 'aks', name: 'ask' },
    { typed: 'indx', name: 'index' },
    { typed: 'INDEX', name: 'index' },
    { typed: 'metric-port', name: 'METRICS_PORT' },
  ])('by $typed is $name', ({ typed, name }) => {
    expect(nearName(typed, NAMES)).toBe(name);
  });

  it.each([{ typed: 'the' }, { typed: '' }, { typed: 'METRICS' }, { typed: 'who is the mayor' }])(
    'by "$typed" is none',
    ({ typed }) => {
      expect(nearName(typed, NAMES)).toBeNull();
    },
  );
});
