import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SOURCES = path.join(ROOT, 'src');
const PROGRAM = path.join(ROOT, 'dist', 'cli.js');
/** What the playground serves as it is. */
const PAGE = path.join(SOURCES, 'playground', 'page');

/**
 * Compiles the sources into `dist` unless that has been done since they last changed: a compiled
 * program starts twice as fast as one whose types are stripped while loading. Several processes may
 * do so at once, since files are named after their content and the program itself is put in last.
 */
export async function compileIfStale() {
  // A container comes compiled, and without them.
  if (!existsSync(SOURCES)) return;
  const compiledMs = await stat(PROGRAM).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  if (compiledMs > (await newestChangeMs(SOURCES))) return;
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [path.join(SOURCES, 'cli.ts')],
    outdir: path.dirname(PROGRAM),
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: true,
    write: false,
  });
  const page = path.join(path.dirname(PROGRAM), 'page');
  await mkdir(page, { recursive: true });
  for (const name of await readdir(PAGE)) {
    const contents = await readFile(path.join(PAGE, name));
    outputFiles.push({ path: path.join(page, name), contents });
  }
  for (const { path: file, contents } of outputFiles) {
    const temporary = `${file}.${process.pid}`;
    if (file !== PROGRAM) await writeFile(temporary, contents).then(() => rename(temporary, file));
  }
  const program = outputFiles.find(({ path: file }) => file === PROGRAM);
  await writeFile(`${PROGRAM}.${process.pid}`, program.contents);
  await rename(`${PROGRAM}.${process.pid}`, PROGRAM);
}

/** When a file below a folder was last changed, or one came or went, in milliseconds since 1970. */
async function newestChangeMs(folder) {
  const entries = await readdir(folder, { recursive: true });
  const times = await Promise.all(
    ['', ...entries].map(async (entry) => (await stat(path.join(folder, entry))).mtimeMs),
  );
  return Math.max(...times);
}
