import { describe, expect, it } from 'vitest';
import { IndexError } from '../../../src/errors.ts';
import { isPassing, toServerError } from '../../../src/postgres/server-error.ts';
import { createScrubber } from '../../../src/scrub.ts';
import { Secret } from '../../../src/secret.ts';

const ADDRESS = 'postgres://me:s3cr%40t@db.example:5432/verbatim';
const SCRUB = createScrubber([new Secret(ADDRESS), new Secret('s3cr@t')]);

function problem(message: string, fields: object = {}): Error {
  return Object.assign(new Error(message), fields);
}

function shown(error: unknown): Error {
  return toServerError(error, 'db.example:5432/verbatim', SCRUB);
}

describe('an error of the server', () => {
  it.each([
    { code: '28P01', remedy: 'check user and password' },
    { code: '3D000', remedy: 'create the database' },
    { code: '42501', remedy: 'the right' },
    { code: '58P01', remedy: 'install pgvector' },
    { code: '25006', remedy: 'name the primary server' },
    { code: '53100', remedy: 'disk of the server' },
    { code: '57014', remedy: 'the server is busy' },
    { code: '40001', remedy: 'can be reached' },
  ])('tells the remedy ($code)', ({ code, remedy }) => {
    const error = shown(problem('no', { code }));
    expect(error).toBeInstanceOf(IndexError);
    expect(error.message).toMatch(
      /^the index in PostgreSQL \(db\.example:5432\/verbatim\) .*: no; /,
    );
    expect(error.message).toContain(remedy);
  });

  it.each([
    {
      kind: 'the operating system',
      error: problem('', { code: 'ENOTFOUND', syscall: 'getaddrinfo' }),
    },
    {
      kind: 'all addresses of a host',
      error: new AggregateError([problem('', { code: 'ECONNREFUSED' })]),
    },
    { kind: 'the driver', error: problem('SASL: client password must be a string') },
    { kind: 'a server that says nothing', error: problem('Query read timeout') },
  ])('can be one of the way to it ($kind)', ({ error }) => {
    expect(shown(error)).toBeInstanceOf(IndexError);
    expect(shown(error).message).toMatch(/cannot be used: \S.*; check that the server runs/);
  });

  it('shows neither address nor password, not even where it is a bug', () => {
    const texts = [`cannot parse ${ADDRESS}`, 'the password "s3cr@t" is too short'];
    for (const text of texts) {
      for (const error of [shown(problem(text, { code: '28P01' })), shown(problem(text))]) {
        expect(`${error.message}${error.stack}`).not.toMatch(/s3cr(?:@|%40)t/);
        expect(error.cause).toBeUndefined();
      }
    }
  });

  it('stays what it was where nobody but a programmer can mend it', () => {
    const bug = problem('syntax error at or near "SELEC"', { code: '42601' });
    expect(shown(bug)).toBe(bug);
  });
});

describe('trying again', () => {
  it.each([
    { error: problem('', { code: '40001' }), may: true },
    { error: problem('', { code: '57P01' }), may: true },
    { error: problem('', { code: '08006' }), may: true },
    { error: problem('', { code: 'ECONNRESET' }), may: true },
    { error: new AggregateError([problem('', { code: 'ECONNREFUSED' })]), may: true },
    { error: problem('Connection terminated unexpectedly'), may: true },
    { error: problem('', { code: '28P01' }), may: false },
    { error: problem('', { code: '57014' }), may: false },
    { error: problem('', { code: '42P01' }), may: false },
    { error: new TypeError('x is not a function'), may: false },
  ])('may help: $may ($error.code $error.message)', ({ error, may }) => {
    expect(isPassing(error)).toBe(may);
  });
});
