import { describe, expect, it } from 'vitest';
import { judgeSpace } from '../../../../src/cli/doctor/check-disk-space.ts';

describe('judgeSpace', () => {
  it.each([
    { free: 99e6, index: 0, status: 'warn', shown: '99 MB free, a rebuild wants 100 MB' },
    { free: 100e6, index: 1e6, status: 'ok', shown: '100 MB free, a rebuild wants 100 MB' },
    { free: 2.9e9, index: 1.5e9, status: 'warn', shown: '2.9 GB free, a rebuild wants 3.0 GB' },
    { free: 3e9, index: 1.5e9, status: 'ok', shown: '3.0 GB free, a rebuild wants 3.0 GB' },
  ])('says $status of: $shown', ({ free, index, status, shown }) => {
    expect(judgeSpace(free, index)).toMatchObject({ status, finding: shown });
  });
});
