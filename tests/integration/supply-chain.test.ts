import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Where packages may come from; most entries name no place at all, which means the registry in use. */
const REGISTRY = 'https://registry.npmjs.org/';

/** Licences that let anybody use, change and pass on, with nothing asked but to be named. */
const FREE = new Set(['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT']);
/** Packages of other licences, each with the reason why it may stay. */
const EXCEPTIONS: readonly {
  readonly name: RegExp;
  readonly licence: string;
  readonly why: string;
}[] = [
  {
    name: /^@fontsource\/noto-sans$/,
    licence: 'OFL-1.1',
    why: 'a font, unchanged, that may be passed on with any program',
  },
  {
    name: /^flatbuffers$/,
    licence: 'SEE LICENSE IN LICENSE.txt',
    why: 'that file is the Apache License 2.0',
  },
  {
    name: /^@img\/sharp-(?:libvips-|wasm32$|win32-)/,
    licence: 'LGPL-3.0-or-later',
    why: 'a library of its own, unchanged, that sharp loads and anybody may replace',
  },
];

interface LockedPackage {
  readonly version: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly dev?: boolean;
  readonly license?: string;
  readonly hasInstallScript?: boolean;
}

const lock = readJson('package-lock.json') as { packages: Record<string, LockedPackage> };
const settings = readJson('package.json') as { allowScripts: Record<string, boolean> };
const packages = Object.entries(lock.packages).filter(([place]) => place !== '');

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(path.join(ROOT, file), 'utf8'));
}

/** The name of a package from its place in `node_modules`. */
function nameOf(place: string): string {
  return place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

/** The licence that a package names, in the package itself where it is installed. */
function licenceOf(place: string, { license }: LockedPackage): string | undefined {
  const file = path.join(place, 'package.json');
  if (!existsSync(path.join(ROOT, file))) return license;
  const own = (readJson(file) as { license?: unknown }).license;
  return typeof own === 'string' ? own : license;
}

function isFree(licence: string): boolean {
  return licence
    .replace(/[()]/g, '')
    .split(/ (?:AND|OR) /)
    .every((one) => FREE.has(one));
}

describe('the packages that npm installs', () => {
  it('are each known by a checksum of SHA-512', () => {
    const unknown = packages.filter(([, { integrity = '' }]) => !integrity.startsWith('sha512-'));
    expect(unknown.map(([place]) => place)).toEqual([]);
    expect(packages.length).toBeGreaterThan(100);
  });

  it('come from the public registry and nowhere else', () => {
    const strange = packages.filter(
      ([, { resolved }]) => resolved !== undefined && !resolved.startsWith(REGISTRY),
    );
    expect(strange).toEqual([]);
  });

  it('run nothing while they are installed but what package.json allows, and SECURITY.md explains', () => {
    const withScripts = packages
      .filter(
        ([place, { hasInstallScript }]) =>
          hasInstallScript === true || existsSync(path.join(ROOT, place, 'binding.gyp')),
      )
      .map(([place]) => nameOf(place));
    expect(Object.keys(settings.allowScripts).sort()).toEqual([...new Set(withScripts)].sort());
    const allowed = Object.entries(settings.allowScripts).filter(([, isAllowed]) => isAllowed);
    expect(allowed.map(([name]) => name)).toEqual(['hnswlib-node']);
    const explained = readFileSync(path.join(ROOT, 'SECURITY.md'), 'utf8');
    for (const name of withScripts) expect(explained).toContain(`\`${name}\``);
  });
});

describe('the licences of what the program runs with', () => {
  const used = packages.filter(([, { dev }]) => dev !== true);

  it('are free, but for exceptions with a reason', () => {
    const others = used
      .map(([place, entry]) => ({
        name: nameOf(place),
        licence: licenceOf(place, entry) ?? 'none',
      }))
      .filter(({ licence }) => !isFree(licence))
      .filter(
        ({ name, licence }) =>
          !EXCEPTIONS.some((one) => one.name.test(name) && licence.includes(one.licence)),
      );
    expect(others).toEqual([]);
  });

  it('have no exception that nothing needs any more', () => {
    for (const { name } of EXCEPTIONS) {
      expect(used.some(([place]) => name.test(nameOf(place)))).toBe(true);
    }
  });
});
