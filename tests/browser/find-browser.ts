import { existsSync } from 'node:fs';
import path from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** A browser of this machine that can be driven; null, which is said loudly, where there is none. */
export function findBrowser(): string | null {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const found = folders
    .flatMap((folder) => NAMES.map((name) => path.join(folder, name)))
    .find((file) => existsSync(file));
  if (found !== undefined) return found;
  process.stderr.write(
    '\nSKIPPED: the tests of the page need Chromium, and there is none here. On Debian: ' +
      'apt-get install chromium\n\n',
  );
  return null;
}
