import type { Command } from 'commander';
import { OperatorError } from '../errors.ts';
import type { Check } from './doctor/check.ts';
import { type CommonOptions, configFrom, withCommonOptions } from './options.ts';
import { printable, scrub, styled } from './terminal.ts';

/** How a line begins, four characters wide. */
const STATUS_WORDS = {
  ok: { word: 'ok  ', style: 'green' },
  warn: { word: 'warn', style: 'yellow' },
  fail: { word: 'FAIL', style: 'red' },
} as const;

/** `doctor`: looks at everything that answering needs and names a remedy for what is wrong. */
export function addDoctorCommand(program: Command): void {
  withCommonOptions(program.command('doctor'))
    .description('check what answering needs, and name the remedy for what is wrong')
    .action(async (options: CommonOptions) => {
      const config = configFrom(options);
      // Loaded late, as every other command does without.
      const { DOCTOR_CHECKS } = await import('./doctor/checks.ts');
      const checks: Check[] = [];
      for (const examine of DOCTOR_CHECKS) {
        const check = await examine(config);
        checks.push(check);
        if (options.json !== true) console.log(renderCheck(check));
      }
      const failed = checks.filter(({ status }) => status === 'fail');
      if (options.json === true) console.log(renderJson(checks, failed.length === 0));
      if (failed.length === 0) return;
      // The report stands on standard output; this makes the last line and the exit code.
      throw new OperatorError(
        `${failed.length} of ${checks.length} checks failed: ${failed.map(({ name }) => name).join(', ')}`,
        { cause: failed.find(({ cause }) => cause !== undefined)?.cause },
      );
    });
}

function renderCheck({ name, status, finding, remedy }: Check): string {
  const { word, style } = STATUS_WORDS[status];
  const lines = [`${styled(style, word)}  ${name}: ${onOneLine(finding)}`];
  if (remedy !== null) lines.push(`      ${onOneLine(remedy)}`);
  return lines.join('\n');
}

function renderJson(checks: readonly Check[], ok: boolean): string {
  const shown = checks.map(({ name, status, finding, remedy }) => ({
    name,
    status,
    finding: scrub(finding),
    remedy: remedy === null ? null : scrub(remedy),
  }));
  return JSON.stringify({ checks: shown, ok });
}

/** Names of files and folders may hold anything, line breaks included. */
function onOneLine(text: string): string {
  return printable(scrub(text).replace(/\s*\n\s*/g, ' '));
}
