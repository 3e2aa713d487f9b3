import { IndexError, messageOf } from '../errors.ts';

/** What goes wrong by chance or while a server restarts; https://www.postgresql.org/docs/current/errcodes-appendix.html */
const PASSING_CODES: ReadonlySet<string> = new Set([
  // Serialisation failure, deadlock.
  '40001',
  '40P01',
  // Too many connections; shutting down, crashed, starting up.
  '53300',
  '57P01',
  '57P02',
  '57P03',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
]);
/** What the driver says without a code. */
const PASSING_MESSAGES =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** What the operator can mend, by the beginning of the code. */
const REMEDIES: readonly (readonly [code: string, remedy: string])[] = [
  ['28', 'check user and password in VECTOR_STORE'],
  ['3D000', 'create the database, or name another one in VECTOR_STORE'],
  [
    '42501',
    'give the user of VECTOR_STORE the right, as docs/scaling.md tells, or name another user',
  ],
  ['58P01', 'install pgvector on the server (https://github.com/pgvector/pgvector)'],
  ['0A000', 'install pgvector on the server (https://github.com/pgvector/pgvector)'],
  ['25006', 'name the primary server in VECTOR_STORE: this one only reads'],
  ['42P01', 'the generation may have been removed; start Verbatim again'],
  ['53100', 'free some space on the disk of the server'],
  ['53', 'the server has run out of something: free it, or allow more'],
  ['57014', 'the server is busy, or the index is too large for it'],
  ['08', 'check that the server runs and can be reached'],
];
const REACH_REMEDY =
  'check that the server runs and can be reached, and the address, the password and sslmode in VECTOR_STORE';

/** Whether the same may work a moment later. */
export function isPassing(error: unknown): boolean {
  const code = codeOf(error);
  if (code !== '') return PASSING_CODES.has(code) || code.startsWith('08');
  return error instanceof Error && PASSING_MESSAGES.test(error.message);
}

/**
 * An error of the server or of the way to it as one that can be shown, without its cause: drivers put
 * addresses and values into errors. Anything that is no such error comes back as it is.
 *
 * @param scrub takes secrets out of a text.
 */
export function toServerError(
  error: unknown,
  server: string,
  scrub: (text: string) => string,
): Error {
  if (error instanceof IndexError) return error;
  const code = codeOf(error);
  const remedy =
    REMEDIES.find(([start]) => code.startsWith(start))?.[1] ??
    (isPassing(error) || isOfTheWay(error) ? REACH_REMEDY : null);
  const problem = scrub(messageOf(error) || code);
  if (remedy === null) return error instanceof Error ? scrubbed(error, scrub) : new Error(problem);
  return new IndexError(
    `the index in PostgreSQL (${server}) cannot be used: ${problem}; ${remedy}`,
  );
}

/** Whether the operating system or the driver says so, before the server could say anything. */
function isOfTheWay(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    'syscall' in error ||
    /^(?:SASL|The server does not support SSL|Query read timeout)/.test(error.message)
  );
}

function scrubbed(error: Error, scrub: (text: string) => string): Error {
  error.message = scrub(error.message);
  if (error.stack !== undefined) error.stack = scrub(error.stack);
  return error;
}

/** Of PostgreSQL, five characters; of Node.js, a word; empty where there is none. */
function codeOf(error: unknown): string {
  const { code, errors } = error as { code?: unknown; errors?: readonly unknown[] };
  // Node.js tries every address of a host and reports them together.
  if (typeof code === 'string') return code;
  return errors?.[0] === undefined ? '' : codeOf(errors[0]);
}
