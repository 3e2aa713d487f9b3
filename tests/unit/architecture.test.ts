import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SOURCES = fileURLToPath(new URL('../../src', import.meta.url));
/** The stages in the order of the flow; what stands above them may be imported everywhere. */
const STAGES = [
  'corpus',
  'passages',
  'embeddings',
  'vector-index',
  'retrieval',
  'postgres',
  'figures',
  'check',
  'curation',
  'conversation',
  'timeline',
  'quotes',
  'discussion',
  'eval',
  'state',
  'discord',
  'playground',
  'metrics',
  'cli',
];

interface Import {
  /** Path of the importing file below `src`. */
  readonly file: string;
  readonly specifier: string;
}

const imports: Import[] = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => {
    const text = readFileSync(path.join(SOURCES, file), 'utf8');
    const specifiers = text.matchAll(/(?:from|import|import\()\s*'([^']+)'/g);
    return [...specifiers].map(([, specifier = '']) => ({ file, specifier }));
  });

describe('the sources', () => {
  it('import only from stages to their left', () => {
    const stageOf = (file: string): number => STAGES.indexOf(file.split(path.sep)[0] ?? '');
    const backwards = imports
      .filter(({ specifier }) => specifier.startsWith('.'))
      .map(({ file, specifier }) => ({ file, target: path.join(path.dirname(file), specifier) }))
      .filter(({ file, target }) => stageOf(file) >= 0 && stageOf(target) > stageOf(file));
    expect(backwards).toEqual([]);
  });

  it('have one home for each library', () => {
    const homes = new Map<string, Set<string>>();
    for (const { file, specifier } of imports) {
      if (specifier.startsWith('.') || specifier.startsWith('node:')) continue;
      homes.set(specifier, (homes.get(specifier) ?? new Set()).add(file));
    }
    // Schemas and commands are written where they belong, and Discord has rules of its own, below;
    // every other library has a single door.
    const shared = new Set(['valibot', 'commander']);
    const scattered = [...homes]
      .filter(([library, files]) => !shared.has(library) && files.size > 1)
      .filter(([library]) => !library.startsWith('discord'))
      .map(([library, files]) => `${library}: ${[...files].join(', ')}`);
    expect(scattered).toEqual([]);
    expect([...homes.keys()]).toContain('@xenova/transformers');
  });

  it('know the library of Discord at its edge alone, and its shapes where commands are made', () => {
    const strayed = imports
      .map(({ file, specifier }) => ({ file: file.split(path.sep).join('/'), specifier }))
      .filter(
        ({ file, specifier }) =>
          (/^@?discord\.?js/.test(specifier) && !file.startsWith('discord/edge/')) ||
          (specifier.startsWith('discord-api-types') && !/^(discord|cli)\//.test(file)),
      );
    expect(strayed).toEqual([]);
  });

  it('read the environment in config.ts alone', () => {
    const readers = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .filter((file) => readFileSync(path.join(SOURCES, file), 'utf8').includes('process.env'));
    expect(readers).toEqual(['config.ts']);
  });
});
