import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { DEFAULT_MAX_FILE_BYTES } from './corpus/list-corpus.ts';
import { readEnvFile } from './env-file.ts';
import { ConfigError } from './errors.ts';
import { Secret } from './secret.ts';
import { DEFAULT_GRAPH_FROM } from './vector-index/hnsw-store.ts';

/** How much is logged, from everything to nothing. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * Every setting, checked. Paths are absolute. `.env.example` describes each in full. It is safe to log:
 * what must stay secret is a `Secret`.
 */
export interface Config {
  /** Folder with the articles. */
  readonly corpusDir: string;
  /** Whether the summaries that come with Verbatim (the folder `sample` of the corpus) are read. */
  readonly sampleCorpus: boolean;
  /** Larger files of the corpus are refused. */
  readonly maxFileBytes: number;
  /** Folder with the index. */
  readonly indexDir: string;
  /** How many generations of the index before the current one are kept for going back. */
  readonly keepGenerations: number;
  /** With how many passages an HNSW graph is built; with fewer, codes of all vectors are scanned. */
  readonly graphFrom: number;
  /** PostgreSQL server that has the index instead of this machine; null for this machine. */
  readonly vectorStore: Secret | null;
  /** A model folder or the name of a model on the hub. */
  readonly embeddingModel: string;
  /** A folder or the name of a cross-encoder on the hub; null where nothing is reranked. */
  readonly rerankerModel: string | null;
  /** Time that a question may spend on reranking, in milliseconds; 0 for any. */
  readonly rerankerBudgetMs: number;
  /** Folder into which models from the hub are downloaded. */
  readonly modelCacheDir: string;
  /** Base address of the model hub, without a slash at the end. */
  readonly hubUrl: string;
  /** What the bot signs in with; null where there is no bot. */
  readonly discordToken: Secret | null;
  /** Base address of Discord's API, without version and without a slash at the end. */
  readonly discordApiUrl: string;
  /** Folder with the SQLite file that holds settings of servers, feedback and answers. */
  readonly dataDir: string;
  /** Whether the bot may read messages that do not mention it, which Discord has to allow as well. */
  readonly messageContent: boolean;
  /** Questions that a member may ask within a minute; 0 for any number. */
  readonly memberQuestionsPerMinute: number;
  /** Answers that a channel sees within a minute, after which they are private; 0 for any number. */
  readonly channelAnswersPerMinute: number;
  /** Days for which questions are kept, so that the buttons of their answers work; 0: not on disk. */
  readonly keepQuestionsDays: number;
  /** Ids of the servers whose moderators own the corpus; empty for the only one there is. */
  readonly homeServers: readonly string[];
  /** How long members have to answer a question before the bot may join in unasked. */
  readonly discussionWaitSeconds: number;
  /** For how long it stays out of a channel after that. */
  readonly discussionCoolDownMinutes: number;
  /** How far back a bot that has been away looks for questions that it has missed; 0 for not at all. */
  readonly catchUpMinutes: number;
  /** How often the corpus folder is looked at for changes; 0 for never. */
  readonly corpusCheckMinutes: number;
  /** Of the parts into which Discord divides the servers, those that run here, ascending. */
  readonly shards: readonly number[];
  /** Into how many parts Discord divides the servers, over all machines; 1 for no division. */
  readonly shardCount: number;
  /** Port on which programs of this machine learn how shard 0 is, and n above it shard n; null for none. */
  readonly metricsPort: number | null;
  readonly logLevel: LogLevel;
}

/** Names of the settings, in the order of `.env.example`. */
export const SETTING_NAMES = [
  'CORPUS_DIR',
  'SAMPLE_CORPUS',
  'MAX_FILE_MB',
  'INDEX_DIR',
  'KEEP_GENERATIONS',
  'GRAPH_FROM',
  'VECTOR_STORE',
  'EMBEDDING_MODEL',
  'RERANKER_MODEL',
  'RERANKER_BUDGET_MS',
  'MODEL_CACHE_DIR',
  'HF_ENDPOINT',
  'DISCORD_TOKEN',
  'DISCORD_API_URL',
  'DATA_DIR',
  'MESSAGE_CONTENT',
  'MEMBER_QUESTIONS_PER_MINUTE',
  'CHANNEL_ANSWERS_PER_MINUTE',
  'KEEP_QUESTIONS_DAYS',
  'HOME_SERVERS',
  'CATCH_UP_MINUTES',
  'CORPUS_CHECK_MINUTES',
  'DISCUSSION_WAIT_SECONDS',
  'DISCUSSION_COOL_DOWN_MINUTES',
  'SHARDS',
  'SHARD_COUNT',
  'METRICS_PORT',
  'LOG_LEVEL',
] as const;

/** A text of more characters than a string can hold could not be decoded. */
const MAX_MEGABYTES = 500;
const MAX_PORT = 65_535;
const MAX_SHARDS = 1000;
const MAX_WHOLE_NUMBER = 999_999;
const MAX_PASSAGES = 999_999_999;
const MAX_CATCH_UP_MINUTES = 60;

type SettingName = (typeof SETTING_NAMES)[number];

/** Settings as the environment gives them; command-line options take the same names. */
export type Settings = { readonly [name in SettingName]?: string | undefined };

const PACKAGE_DIR = fileURLToPath(new URL('..', import.meta.url));

/** The program itself, for starting it again in a process of its own. */
export const PROGRAM = path.join(PACKAGE_DIR, 'bin/verbatim.js');

/** The corpus folder that comes with Verbatim. */
export const EMBEDDED_CORPUS_DIR = path.join(PACKAGE_DIR, 'corpus');

/**
 * The folder of the embedded model. It is the default so that Verbatim answers on a machine that
 * has never seen the internet.
 */
export const EMBEDDED_MODEL_DIR = path.join(PACKAGE_DIR, 'embeddings/models/verbatim-static-en');

/**
 * Turns settings into a checked `Config`. An empty value counts as unset. Relative folders are taken
 * from `workingDir`, defaults from the folder of this package.
 *
 * @throws ConfigError naming every bad setting at once.
 */
export function loadConfig(settings: Settings, workingDir: string = process.cwd()): Config {
  const problems: string[] = [];
  const folder = (name: SettingName, fallback: string): string =>
    settings[name] ? path.resolve(workingDir, settings[name]) : path.join(PACKAGE_DIR, fallback);

  const shards = readShards(settings, problems);

  const config: Config = {
    corpusDir: folder('CORPUS_DIR', 'corpus'),
    sampleCorpus: readSwitch(settings, 'SAMPLE_CORPUS', true, problems),
    maxFileBytes: readMegabytes(settings, 'MAX_FILE_MB', DEFAULT_MAX_FILE_BYTES, problems),
    indexDir: folder('INDEX_DIR', 'embeddings/index'),
    graphFrom: readWholeNumber(settings, 'GRAPH_FROM', DEFAULT_GRAPH_FROM, problems, MAX_PASSAGES),
    keepGenerations: readWholeNumber(settings, 'KEEP_GENERATIONS', 1, problems),
    vectorStore: readServer(settings, 'VECTOR_STORE', problems),
    embeddingModel: settings.EMBEDDING_MODEL || EMBEDDED_MODEL_DIR,
    rerankerModel: settings.RERANKER_MODEL?.trim() || null,
    rerankerBudgetMs: readWholeNumber(settings, 'RERANKER_BUDGET_MS', 500, problems),
    modelCacheDir: folder('MODEL_CACHE_DIR', 'embeddings/cache'),
    hubUrl: readUrl(settings, 'HF_ENDPOINT', 'https://huggingface.co', problems),
    discordToken: readToken(settings, 'DISCORD_TOKEN', problems),
    // The client adds the version.
    discordApiUrl: readUrl(
      settings,
      'DISCORD_API_URL',
      'https://discord.com/api',
      problems,
    ).replace(/\/+v10$/, ''),
    dataDir: folder('DATA_DIR', 'data'),
    messageContent: readSwitch(settings, 'MESSAGE_CONTENT', false, problems),
    memberQuestionsPerMinute: readWholeNumber(
      settings,
      'MEMBER_QUESTIONS_PER_MINUTE',
      30,
      problems,
    ),
    channelAnswersPerMinute: readWholeNumber(settings, 'CHANNEL_ANSWERS_PER_MINUTE', 60, problems),
    keepQuestionsDays: readWholeNumber(settings, 'KEEP_QUESTIONS_DAYS', 30, problems),
    homeServers: readIds(settings, 'HOME_SERVERS', problems),
    discussionWaitSeconds: readWholeNumber(settings, 'DISCUSSION_WAIT_SECONDS', 60, problems),
    discussionCoolDownMinutes: readWholeNumber(
      settings,
      'DISCUSSION_COOL_DOWN_MINUTES',
      10,
      problems,
    ),
    catchUpMinutes: readWholeNumber(
      settings,
      'CATCH_UP_MINUTES',
      10,
      problems,
      MAX_CATCH_UP_MINUTES,
    ),
    corpusCheckMinutes: readWholeNumber(settings, 'CORPUS_CHECK_MINUTES', 0, problems),
    ...shards,
    metricsPort: readPort(settings, 'METRICS_PORT', Math.max(...shards.shards), problems),
    logLevel: readLogLevel(settings, 'LOG_LEVEL', problems),
  };
  if (problems.length > 0) throw new ConfigError(problems.join('; '));
  return Object.freeze(config);
}

/**
 * The settings of this process: the environment, then a `.env` file in the working folder for what
 * the environment leaves unset. Nothing else in Verbatim reads the environment.
 *
 * @throws ConfigError where that file is no text in UTF-8.
 */
export function readSettings(): Settings {
  const values = readEnvFile(envFile()) ?? {};
  return Object.fromEntries(SETTING_NAMES.map((name) => [name, process.env[name] || values[name]]));
}

/** What the `.env` file in the working folder has values for, known or not; null where there is none. */
export function namesInEnvFile(): readonly string[] | null {
  const values = readEnvFile(envFile());
  return values && Object.keys(values);
}

/** The environment for a process of ours that runs one shard. */
export function environmentOfShard(shard: number, shardCount: number): NodeJS.ProcessEnv {
  return { ...process.env, SHARDS: String(shard), SHARD_COUNT: String(shardCount) };
}

/** Hides the shards from discord.js, which reads variables of these names in a notation of its own. */
export function hideShardsFromDiscordLibrary(): void {
  delete process.env['SHARDS'];
  delete process.env['SHARD_COUNT'];
}

/** The environment for a process of ours that has no business with Discord. */
export function environmentWithoutToken(): NodeJS.ProcessEnv {
  const { DISCORD_TOKEN: _, ...environment } = process.env;
  return environment;
}

function envFile(): string {
  return path.resolve('.env');
}

function readSwitch(
  settings: Settings,
  name: SettingName,
  fallback: boolean,
  problems: string[],
): boolean {
  const value = settings[name]?.trim().toLowerCase();
  if (!value) return fallback;
  if (['on', 'true', 'yes', '1'].includes(value)) return true;
  if (['off', 'false', 'no', '0'].includes(value)) return false;
  problems.push(`${name} must be "on" or "off", found "${settings[name]}"`);
  return fallback;
}

function readWholeNumber(
  settings: Settings,
  name: SettingName,
  fallback: number,
  problems: string[],
  most = MAX_WHOLE_NUMBER,
): number {
  const value = settings[name]?.trim();
  if (!value) return fallback;
  if (/^\d{1,9}$/.test(value) && Number(value) <= most) return Number(value);
  problems.push(`${name} must be a whole number from 0 to ${most}, found "${settings[name]}"`);
  return fallback;
}

/** Null where there is none. As many ports above it have to be there as are asked for. */
function readPort(
  settings: Settings,
  name: SettingName,
  above: number,
  problems: string[],
): number | null {
  const value = settings[name]?.trim();
  if (!value) return null;
  const highest = MAX_PORT - above;
  if (/^[1-9]\d{0,4}$/.test(value) && Number(value) <= highest) return Number(value);
  problems.push(`${name} must be a port from 1 to ${highest}, found "${settings[name]}"`);
  return null;
}

/** All shards where only their number is set, and the only one there is where nothing is. */
function readShards(settings: Settings, problems: string[]): Pick<Config, 'shards' | 'shardCount'> {
  const none = { shards: [0], shardCount: 1 };
  const count = settings.SHARD_COUNT?.trim() || '1';
  if (!/^[1-9]\d{0,3}$/.test(count) || Number(count) > MAX_SHARDS) {
    problems.push(
      `SHARD_COUNT must be a whole number from 1 to ${MAX_SHARDS}, found "${settings.SHARD_COUNT}"`,
    );
    return none;
  }
  const shardCount = Number(count);
  const value = settings.SHARDS?.trim() || `0-${shardCount - 1}`;
  const ranges = value.split(',').map((part) => readRange(part.trim(), shardCount));
  if (ranges.some((range) => range.length === 0)) {
    problems.push(
      `SHARDS must be numbers or ranges from 0 to ${shardCount - 1}, as SHARD_COUNT is ${shardCount}, ` +
        `such as 0,2 or 0-3, found "${settings.SHARDS}"`,
    );
    return none;
  }
  return { shards: [...new Set(ranges.flat())].sort((a, b) => a - b), shardCount };
}

/** The numbers of a range such as `0-3` or `2`; none where it is no range or reaches the limit. */
function readRange(range: string, limit: number): number[] {
  const [, first = '', last = first] = /^(\d{1,4})(?:-(\d{1,4}))?$/.exec(range) ?? [];
  if (first === '' || Number(first) > Number(last) || Number(last) >= limit) return [];
  const from = Number(first);
  return Array.from({ length: Number(last) - from + 1 }, (_, index) => from + index);
}

/** A size in MB of 1,048,576 bytes, as bytes. */
function readMegabytes(
  settings: Settings,
  name: SettingName,
  fallbackBytes: number,
  problems: string[],
): number {
  const value = settings[name]?.trim();
  if (!value) return fallbackBytes;
  const bytes = /^\d+(\.\d+)?$/.test(value) ? Math.floor(Number(value) * 2 ** 20) : 0;
  if (bytes >= 1 && bytes <= MAX_MEGABYTES * 2 ** 20) return bytes;
  problems.push(
    `${name} must be a number above 0 and up to ${MAX_MEGABYTES}, found "${settings[name]}"`,
  );
  return fallbackBytes;
}

function readUrl(
  settings: Settings,
  name: SettingName,
  fallback: string,
  problems: string[],
): string {
  const value = settings[name]?.trim() || fallback;
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    problems.push(`${name} must be an http or https address, found "${value}"`);
  }
  return value.replace(/\/+$/, '');
}

/** The value is told to nobody, not even when it is wrong: it may be another secret of the bot. */
/** Ids of Discord, with commas or blanks between them. */
function readIds(settings: Settings, name: SettingName, problems: string[]): string[] {
  const ids = settings[name]?.split(/[\s,]+/).filter((id) => id !== '') ?? [];
  if (!ids.every((id) => /^\d{15,20}$/.test(id))) {
    problems.push(
      `${name} must be ids of servers, 15 to 20 digits each, found "${settings[name]}"`,
    );
  }
  return ids;
}

function readToken(settings: Settings, name: SettingName, problems: string[]): Secret | null {
  const value = settings[name]?.trim().replace(/^Bot\s+/i, '');
  if (!value) return null;
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(value)) {
    problems.push(
      `${name} must be the token of a bot, three parts with dots between them, found something else ` +
        '(not shown); copy the token from the page "Bot" of the application, without quotation marks',
    );
  }
  return new Secret(value);
}

/** Null where there is none. The value holds a password, so it is told to nobody. */
function readServer(settings: Settings, name: SettingName, problems: string[]): Secret | null {
  const value = settings[name]?.trim();
  if (!value) return null;
  if (!isDatabaseAddress(value)) {
    problems.push(
      `${name} must be an address like postgres://user:password@host:5432/database, found something ` +
        'else (not shown); in the password, write special characters as %40 and the like',
    );
  }
  return new Secret(value);
}

function isDatabaseAddress(value: string): boolean {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url === null || !['postgres:', 'postgresql:'].includes(url.protocol)) return false;
  try {
    decodeURIComponent(url.username + url.password + url.pathname);
  } catch {
    return false;
  }
  return url.pathname.length > 1 && url.hash === '';
}

function readLogLevel(settings: Settings, name: SettingName, problems: string[]): LogLevel {
  const value = settings[name]?.trim().toLowerCase();
  if (!value) return 'info';
  const level = LOG_LEVELS.find((known) => known === value);
  if (level === undefined) {
    problems.push(`${name} must be one of ${LOG_LEVELS.join(', ')}, found "${settings[name]}"`);
  }
  return level ?? 'info';
}
