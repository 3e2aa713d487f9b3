import path from 'node:path';
import { fileURLToPath } from 'node:url';
import dotenv from 'dotenv';
import { DEFAULT_MAX_FILE_BYTES } from './corpus/list-corpus.ts';
import { ConfigError } from './errors.ts';

/** Every setting, checked. Paths are absolute. `.env.example` describes each in full. */
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
  /** A model folder or the name of a model on the hub. */
  readonly embeddingModel: string;
  /** Folder into which models from the hub are downloaded. */
  readonly modelCacheDir: string;
  /** Base address of the model hub, without a slash at the end. */
  readonly hubUrl: string;
}

/** Names of the settings, in the order of `.env.example`. */
export const SETTING_NAMES = [
  'CORPUS_DIR',
  'SAMPLE_CORPUS',
  'MAX_FILE_MB',
  'INDEX_DIR',
  'KEEP_GENERATIONS',
  'EMBEDDING_MODEL',
  'MODEL_CACHE_DIR',
  'HF_ENDPOINT',
] as const;

/** A text of more characters than a string can hold could not be decoded. */
const MAX_MEGABYTES = 500;

type SettingName = (typeof SETTING_NAMES)[number];

/** Settings as the environment gives them; command-line options take the same names. */
export type Settings = { readonly [name in SettingName]?: string | undefined };

const PACKAGE_DIR = fileURLToPath(new URL('..', import.meta.url));

/** The program itself, for starting it again in a process of its own. */
export const PROGRAM = path.join(PACKAGE_DIR, 'bin/verbatim.js');

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

  const config: Config = {
    corpusDir: folder('CORPUS_DIR', 'corpus'),
    sampleCorpus: readSwitch(settings, 'SAMPLE_CORPUS', true, problems),
    maxFileBytes: readMegabytes(settings, 'MAX_FILE_MB', DEFAULT_MAX_FILE_BYTES, problems),
    indexDir: folder('INDEX_DIR', 'embeddings/index'),
    keepGenerations: readWholeNumber(settings, 'KEEP_GENERATIONS', 1, problems),
    embeddingModel: settings.EMBEDDING_MODEL || EMBEDDED_MODEL_DIR,
    modelCacheDir: folder('MODEL_CACHE_DIR', 'embeddings/cache'),
    hubUrl: readUrl(settings, 'HF_ENDPOINT', 'https://huggingface.co', problems),
  };
  if (problems.length > 0) throw new ConfigError(problems.join('; '));
  return Object.freeze(config);
}

/**
 * The settings of this process: the environment, then a `.env` file in the working folder for what
 * the environment leaves unset. Nothing else in Verbatim reads the environment.
 */
export function readSettings(): Settings {
  const values: Record<string, string> = {};
  dotenv.config({ quiet: true, processEnv: values });
  return Object.fromEntries(SETTING_NAMES.map((name) => [name, process.env[name] || values[name]]));
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
): number {
  const value = settings[name]?.trim();
  if (!value) return fallback;
  if (/^\d{1,6}$/.test(value)) return Number(value);
  problems.push(`${name} must be a whole number from 0 on, found "${settings[name]}"`);
  return fallback;
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
  const value = settings[name] || fallback;
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    problems.push(`${name} must be an http or https address, found "${value}"`);
  }
  return value.replace(/\/+$/, '');
}
