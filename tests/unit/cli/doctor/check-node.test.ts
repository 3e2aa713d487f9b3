import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isInRange } from '../../../../src/cli/doctor/check-node.ts';

const RANGE = '^20.19.0 || ^22.12.0 || >=24.0.0';
const PACKAGE = JSON.parse(
  readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8'),
) as { engines: { node: string } };

describe('isInRange', () => {
  it.each([
    { version: '20.19.0', expected: true },
    { version: '20.20.2', expected: true },
    { version: '20.18.9', expected: false },
    { version: '18.20.0', expected: false },
    { version: '21.99.0', expected: false },
    { version: '22.12.1', expected: true },
    { version: '23.0.0', expected: false },
    { version: '24.0.0', expected: true },
    { version: '26.1.0', expected: true },
    { version: '25.0.0-nightly20260101', expected: true },
  ])('says $expected of $version', ({ version, expected }) => {
    expect(isInRange(version, RANGE)).toBe(expected);
  });

  it('understands the range in package.json', () => {
    expect(isInRange(process.versions.node, PACKAGE.engines.node)).toBe(true);
  });

  it('refuses a range of another kind instead of misreading it', () => {
    expect(() => isInRange('20.19.0', '20.x')).toThrow('unknown kind');
  });
});
