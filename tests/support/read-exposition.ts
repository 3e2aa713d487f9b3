const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = String.raw`[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*"`;
const SAMPLE = new RegExp(String.raw`^(${NAME})(\{${LABEL}(?:,${LABEL})*\})? (\S+)$`);
const COMMENT = new RegExp(`^# (?:HELP (${NAME}) .+|TYPE (${NAME}) (?:counter|gauge|histogram))$`);

/**
 * Reads what Prometheus is told, as strictly as the format is described.
 *
 * @returns the numbers by their name with labels.
 * @throws Error where a line is none of the format, has no type, or stands there twice.
 */
export function readExposition(text: string): Map<string, number> {
  if (!text.endsWith('\n')) throw new Error('the last line does not end');
  const samples = new Map<string, number>();
  const typed = new Set<string>();
  for (const line of text.slice(0, -1).split('\n')) {
    const comment = COMMENT.exec(line);
    if (comment !== null) {
      if (comment[2] !== undefined) typed.add(comment[2]);
      continue;
    }
    const [, name = '', labels = '', value = ''] = SAMPLE.exec(line) ?? [];
    const family = name.replace(/_(bucket|sum|count)$/, '');
    if (!typed.has(name) && !typed.has(family)) throw new Error(`no sample: ${line}`);
    if (samples.has(name + labels)) throw new Error(`twice: ${line}`);
    if (Number.isNaN(Number(value))) throw new Error(`no number: ${line}`);
    samples.set(name + labels, Number(value));
  }
  return samples;
}
