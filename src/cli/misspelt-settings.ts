import { namesInEnvFile, SETTING_NAMES } from '../config.ts';
import { nearName } from './near-name.ts';
import { warn } from './terminal.ts';

/** Says on standard error what in `.env` is most likely a setting by another name. */
export function warnOfMisspeltSettings(): void {
  for (const problem of findMisspeltSettings(namesInEnvFile() ?? [])) warn(problem);
}

/** A line for each name that is no setting but nearly one. Values are told to nobody. */
export function findMisspeltSettings(names: readonly string[]): string[] {
  const known: readonly string[] = SETTING_NAMES;
  return names
    .filter((name) => !known.includes(name))
    .flatMap((name) => {
      const near = nearName(name, known);
      return near === null ? [] : [`.env has ${name}, which is no setting: did you mean ${near}?`];
    });
}
