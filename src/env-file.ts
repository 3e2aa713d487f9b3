import { readFileSync } from 'node:fs';
import dotenv from 'dotenv';
import { ConfigError } from './errors.ts';

const UTF_16_MARKS = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];

/**
 * The values of a `.env` file by their names; null where there is none that can be read.
 *
 * @throws ConfigError where it is no text in UTF-8, of which nothing would be understood.
 */
export function readEnvFile(file: string): Readonly<Record<string, string>> | null {
  let content: Buffer;
  try {
    content = readFileSync(file);
  } catch {
    return null;
  }
  const hasMark = UTF_16_MARKS.some((mark) => content.subarray(0, mark.length).equals(mark));
  if (hasMark || content.includes(0)) {
    throw new ConfigError(
      `${file} must be text in UTF-8, found ${hasMark ? 'UTF-16' : 'zero bytes, as in UTF-16'}; save it ` +
        'again as UTF-8, which Notepad offers under "Save as", "Encoding"',
    );
  }
  return dotenv.parse(content);
}
