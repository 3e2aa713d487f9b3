import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** A regular expression of the program. */
export interface FoundPattern {
  /** Path below `src`, and line. */
  readonly place: string;
  readonly pattern: RegExp;
}

const SOURCES = fileURLToPath(new URL('../../src', import.meta.url));
/** A literal stands where a value is expected; a division follows one. */
const LITERAL =
  /(?:^|[=(,[:?!&|{};]|=>|\breturn)\s*\/((?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([dgimsuvy]*)/g;
const COMMENT = /^\s*(?:\/\/|\/?\*)/;

/** Every regular expression that is written out in the sources. */
export function findPatterns(): FoundPattern[] {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .flatMap((file) => {
      const lines = readFileSync(path.join(SOURCES, file), 'utf8').split('\n');
      return lines.flatMap((line, at) =>
        COMMENT.test(line)
          ? []
          : [...line.matchAll(LITERAL)].map(([, source = '', flags]) => ({
              place: `${file}:${at + 1}`,
              pattern: new RegExp(source, flags),
            })),
      );
    });
}
