import { describe, expect, it } from 'vitest';
import { examination, ok } from '../../../../src/cli/doctor/check.ts';
import { loadConfig } from '../../../../src/config.ts';
import { ModelError } from '../../../../src/errors.ts';

const CONFIG = loadConfig({});

describe('examination', () => {
  it('puts the name to what was found', async () => {
    const check = examination('corpus', async ({ corpusDir }) => ok(corpusDir));
    expect(await check(CONFIG)).toEqual({
      name: 'corpus',
      status: 'ok',
      finding: CONFIG.corpusDir,
      remedy: null,
    });
  });

  it('takes the end of the line of an operator mistake for the remedy', async () => {
    const check = examination('model', async () => {
      throw new ModelError('unknown model "x"; expected a or b; unset EMBEDDING_MODEL');
    });
    expect(await check(CONFIG)).toMatchObject({
      name: 'model',
      status: 'fail',
      finding: 'unknown model "x"; expected a or b',
      remedy: 'unset EMBEDDING_MODEL',
    });
  });

  it('makes a failure of an error that nobody expected, whole and on one line', async () => {
    const error = new Error('the disk; it\n  is on fire');
    const check = examination('disk space', () => Promise.reject(error));
    expect(await check(CONFIG)).toEqual({
      name: 'disk space',
      status: 'fail',
      finding: 'the disk; it is on fire',
      remedy: expect.stringContaining('--verbose') as string,
      cause: error,
    });
  });
});
