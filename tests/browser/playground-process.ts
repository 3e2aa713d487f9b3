import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../bin/verbatim.js', import.meta.url));
const ADDRESS = /http:\/\/127\.0\.0\.1:\d+\//;

/** The playground as somebody starts it. */
export class PlaygroundProcess {
  /** Where the page is. */
  readonly url: string;
  readonly corpusDir: string;
  readonly #child: ChildProcess;
  readonly #folder: string;

  /**
   * Starts it over articles of its own, and waits until it serves the page.
   *
   * @param articles content by path below the corpus folder.
   */
  static async startOver(articles: Readonly<Record<string, string>>): Promise<PlaygroundProcess> {
    const folder = await makeFolder();
    const corpusDir = path.join(folder, 'corpus');
    for (const [name, content] of Object.entries(articles)) {
      const file = path.join(corpusDir, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, content);
    }
    return PlaygroundProcess.start(corpusDir, folder);
  }

  /**
   * Starts it over a corpus, and waits until it serves the page.
   *
   * @param folder for the index; deleted at the end.
   */
  static async start(corpusDir: string, folder?: string): Promise<PlaygroundProcess> {
    const ownFolder = folder ?? (await makeFolder());
    const args = ['--corpus', corpusDir, '--index', path.join(ownFolder, 'index'), '--port', '0'];
    const child = spawn(process.execPath, [PROGRAM, 'playground', ...args], {
      cwd: tmpdir(),
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        MEMBER_QUESTIONS_PER_MINUTE: '0',
        CHANNEL_ANSWERS_PER_MINUTE: '0',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const url = await addressPrintedBy(child);
    return new PlaygroundProcess({ child, corpusDir, folder: ownFolder, url });
  }

  private constructor({
    child,
    corpusDir,
    folder,
    url,
  }: Pick<PlaygroundProcess, 'corpusDir' | 'url'> & {
    readonly child: ChildProcess;
    readonly folder: string;
  }) {
    this.#child = child;
    this.#folder = folder;
    this.corpusDir = corpusDir;
    this.url = url;
  }

  /**
   * Ends it as Ctrl+C does.
   *
   * @throws when it does not end well.
   */
  async stop(): Promise<void> {
    const ended = new Promise<number | null>((resolve) => {
      this.#child.on('close', resolve);
    });
    this.#child.kill('SIGINT');
    const code = await ended;
    await rm(this.#folder, { recursive: true, force: true });
    if (code !== 0) throw new Error(`the playground ended with code ${code}`);
  }
}

function makeFolder(): Promise<string> {
  return mkdtemp(path.join(tmpdir(), 'verbatim-trial-'));
}

function addressPrintedBy(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
        const address = ADDRESS.exec(printed)?.[0];
        if (address !== undefined) resolve(address);
      });
    }
    child.on('close', () => reject(new Error(`the playground ended:\n${printed}`)));
  });
}
