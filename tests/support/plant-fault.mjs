// Loaded into a trial with --import: takes a precaution out of the program, by the name in
// PLANTED_FAULT, so that a test can see the trial fail.
import { register } from 'node:module';

/** By name: the end of the module's address, what stands there, and what is put in its place. */
const FAULTS = {
  'no flush': ['/src/', String.raw`\.sync\(\)`, '.stat()'],
  'no checksum': [
    '/src/vector-index/generation.ts',
    String.raw`found\s*!==\s*expected\.sha256`,
    'false',
  ],
  'no permission check': [
    '/src/discord/access.ts',
    String.raw`function whyNotModerator\(`,
    'function whyNotModerator(){return null}function unused(',
  ],
};
const [place, pattern, replacement] = FAULTS[process.env.PLANTED_FAULT];

register(
  `data:text/javascript,${encodeURIComponent(`
    export async function load(url, context, next) {
      const loaded = await next(url, context);
      if (!url.includes(${JSON.stringify(place)}) || loaded.source == null) return loaded;
      const source = String(loaded.source).replace(new RegExp(${JSON.stringify(pattern)}, 'g'), ${JSON.stringify(replacement)});
      return { ...loaded, source };
    }
  `)}`,
);
