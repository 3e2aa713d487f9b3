import { namesInEnvFile } from '../../config.ts';
import { findMisspeltSettings } from '../misspelt-settings.ts';
import { examination, ok, warning } from './check.ts';

/** Whether `.env` has a name that is nearly one of a setting, and so does nothing. */
export const checkSettings = examination('settings', async () => {
  const names = namesInEnvFile();
  if (names === null) return ok('no .env in this folder, so that the environment alone counts');
  const problems = findMisspeltSettings(names);
  if (problems.length === 0) return ok('.env is read');
  return warning(problems.join(' '), 'correct it in .env; .env.example lists the settings');
});
