import path from 'node:path';
import { fileURLToPath } from 'node:url';
import dotenv from 'dotenv';
import { ConfigError } from './errors.ts';

/** Every setting, checked. Paths are absolute. `.env.example` describes each in full. */
export interface Config {
  /** Folder with the articles. */
  readonly corpusDir: string;
  /** Whether the summaries that come with Verbatim (the folder `sample` of the corpus) are read. */
  readonly sampleCorpus: boolean;
  /** Folder with the index. */
  readonly indexDir: string;
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
  'INDEX_DIR',
  'EMBEDDING_MODEL',
  'MODEL_CACHE_DIR',
  'HF_ENDPOINT',
] as const;

type SettingName = (typeof SETTING_NAMES)[number];

/** Settings as the environment gives them; command-line options take the same names. */
export type Settings = { readonly [name in SettingName]?: string | undefined };

const PACKAGE_DIR = fileURLToPath(new URL('..', import.meta.url));

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
    indexDir: folder('INDEX_DIR', 'embeddings/index'),
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
