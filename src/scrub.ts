import { SECRET_SHOWN_AS, type Secret } from './secret.ts';

/** What secrets look like wherever they turn up. What stands before them is kept. */
const SECRET_FORMS: readonly RegExp[] = [
  // A bot token: whose it is, when it was made, a signature.
  /[\w-]{22,32}\.[\w-]{5,8}\.[\w-]{25,}/g,
  // An interaction token is Base64 of a text that begins with "interaction:".
  /aW50ZXJhY3Rpb246[\w+/=-]*/g,
  /(?<=\/(?:webhooks|interactions)\/\d{1,20}\/)[^\s/?#"']+/g,
  /(?<=\b(?:Bot|Bearer|Basic)\s{1,4})[\w.~+/=-]{16,}/gi,
  // Without a space after it: with one, an ordinary sentence may follow.
  /(?<=(?:authorization|password|secret|token)(?:=|"\s{0,4}:\s{0,4}"))[^\s"&]+/gi,
  // In addresses the part before the @, to the last of them: passwords may hold some too.
  /(?<=\b[a-z][a-z\d+.-]{1,20}:\/\/)[^\s/]+(?=@)/gi,
  // Those of databases may hold slashes too; on the web a path begins there.
  /(?<=\bpostgres(?:ql)?:\/\/)\S{1,500}(?=@)/gi,
];

/** Returns what takes the given secrets, and whatever looks like one, out of a text. */
export function createScrubber(secrets: readonly Secret[]): (text: string) => string {
  const values = secrets.flatMap((secret) => {
    const value = secret.reveal();
    return value === '' ? [] : [value, encodeURIComponent(value)];
  });
  return (text) => {
    let scrubbed = text;
    for (const value of values) scrubbed = scrubbed.replaceAll(value, SECRET_SHOWN_AS);
    for (const form of SECRET_FORMS) scrubbed = scrubbed.replace(form, SECRET_SHOWN_AS);
    return scrubbed;
  };
}
