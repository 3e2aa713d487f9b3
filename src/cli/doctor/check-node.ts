import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { PROGRAM } from '../../config.ts';
import { examination, failure, ok } from './check.ts';

const packageSchema = v.object({ engines: v.object({ node: v.string() }) });
const PACKAGE_FILE = path.join(path.dirname(PROGRAM), '..', 'package.json');
/** The parts of a range that package.json uses. */
const RANGE_PART = /^(\^|>=)(\d+)\.(\d+)\.(\d+)$/;

/** Whether this is a Node that package.json asks for. */
export const checkNode = examination('Node', async () => {
  const { node: version } = process.versions;
  const { engines } = v.parse(packageSchema, JSON.parse(await readFile(PACKAGE_FILE, 'utf8')));
  if (isInRange(version, engines.node)) return ok(version);
  return failure(
    `${version} is not one of ${engines.node}`,
    'install a Node.js with long-term support from https://nodejs.org, then run "npm ci"',
  );
});

/**
 * Whether a version of Node is in a range of the kind that package.json has: `^20.19.0 || >=24.0.0`.
 *
 * @throws Error when the range has parts of another kind.
 */
export function isInRange(version: string, range: string): boolean {
  const found = version.split(/[.-]/).slice(0, 3).map(Number);
  return range.split('||').some((part) => {
    const [matched, operator, ...numbers] = RANGE_PART.exec(part.trim()) ?? [];
    if (matched === undefined) throw new Error(`"${range}" is a range of an unknown kind`);
    const least = numbers.map(Number);
    if (operator === '^' && found[0] !== least[0]) return false;
    const differing = least.findIndex((number, position) => number !== found[position]);
    return differing < 0 || found[differing]! > least[differing]!;
  });
}
