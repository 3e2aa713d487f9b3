import { readFile } from 'node:fs/promises';
import { text as readStream } from 'node:stream/consumers';
import * as v from 'valibot';
import { ConfigError, messageOf } from './errors.ts';

/**
 * Reads a file with one JSON object a line; blank lines are passed over.
 *
 * @param file a path, or `-` for standard input.
 * @throws ConfigError naming the first line that is not of the schema.
 */
export async function readJsonLines<T extends v.GenericSchema>(
  file: string,
  schema: T,
): Promise<v.InferOutput<T>[]> {
  let text: string;
  try {
    text = file === '-' ? await readStream(process.stdin) : await readFile(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`cannot read ${file}: ${messageOf(error)}`, { cause: error });
  }
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .flatMap((line, index) => {
      if (line.trim() === '') return [];
      try {
        return [v.parse(schema, JSON.parse(line))];
      } catch (error) {
        const field = error instanceof v.ValiError ? v.getDotPath(error.issues[0]) : null;
        const problem = field === null ? messageOf(error) : `${field}: ${messageOf(error)}`;
        throw new ConfigError(`${file}, line ${index + 1}: ${problem}`, { cause: error });
      }
    });
}
