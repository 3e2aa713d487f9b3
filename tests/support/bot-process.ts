import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { DiscordStandIn } from './discord-stand-in/discord-stand-in.ts';

const PROGRAM = fileURLToPath(new URL('../../bin/verbatim.js', import.meta.url));

export interface BotProcessOptions {
  /** The settings, beside token, address of the API and the folder for the state. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where the state is kept; a folder of its own that goes with the process by default. */
  readonly dataDir?: string;
  /** What the bot logs when it can be talked to. */
  readonly readyWhenLogged?: string;
}

/** A line of the log. */
export interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly [field: string]: unknown;
}

/** The bot as somebody starts it: `npm start` with a token, talking to the stand-in. */
export class BotProcess {
  readonly dataDir: string;
  readonly #child: ChildProcess;
  readonly #ownsData: boolean;
  readonly #ended: Promise<number | null>;
  #log = '';
  #hasEnded = false;

  /** Starts the bot and waits until it is connected and its commands are registered. */
  static async start(
    standIn: DiscordStandIn,
    { env = {}, dataDir, readyWhenLogged = 'commands are registered' }: BotProcessOptions = {},
  ): Promise<BotProcess> {
    const folder = dataDir ?? (await mkdtemp(path.join(tmpdir(), 'verbatim-data-')));
    const bot = new BotProcess(standIn, env, folder, dataDir === undefined);
    await bot.logged(readyWhenLogged);
    return bot;
  }

  private constructor(
    standIn: DiscordStandIn,
    env: Readonly<Record<string, string>>,
    dataDir: string,
    ownsData: boolean,
  ) {
    this.dataDir = dataDir;
    this.#ownsData = ownsData;
    this.#child = spawn(process.execPath, [PROGRAM], {
      // Where no `.env` of a developer lies.
      cwd: tmpdir(),
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        DISCORD_TOKEN: standIn.token,
        DISCORD_API_URL: standIn.apiUrl,
        DATA_DIR: dataDir,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#ended = new Promise((resolve) => {
      this.#child.on('close', (code) => {
        this.#hasEnded = true;
        this.#child.emit('logged');
        resolve(code);
      });
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#log += text;
        this.#child.emit('logged');
      });
    }
  }

  get pid(): number {
    return this.#child.pid!;
  }

  /** Everything that was printed, on both outputs. */
  get log(): string {
    return this.#log;
  }

  /** The lines that the bot has logged. */
  get logLines(): LogLine[] {
    const lines = this.#log.split('\n').filter((line) => line.startsWith('{'));
    return lines.map((line) => JSON.parse(line) as LogLine);
  }

  /** The process that answers for the bot. */
  async answeringPid(): Promise<number> {
    return this.#childPid('library');
  }

  /** The process that indexes for the bot. */
  async indexingPid(): Promise<number> {
    return this.#childPid('index');
  }

  async #childPid(command: string): Promise<number> {
    const args = ['-P', String(this.pid), '-f', `verbatim.js ${command}`];
    const { stdout } = await promisify(execFile)('pgrep', args);
    return Number(stdout);
  }

  /** Waits until something has been printed, after so many characters of the log. */
  async logged(text: string, after = 0): Promise<void> {
    while (!this.#log.includes(text, after)) {
      if (this.#hasEnded) throw new Error(`the bot ended without “${text}”:\n${this.#log}`);
      await new Promise((resolve) => this.#child.once('logged', resolve));
    }
  }

  /** Asks the bot to stop, and waits until it has. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.send(signal);
    return this.ended();
  }

  send(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Waits for the exit code; null when a signal ended the process. */
  async ended(): Promise<number | null> {
    const code = await this.#ended;
    if (this.#ownsData) await rm(this.dataDir, { recursive: true, force: true });
    return code;
  }
}
