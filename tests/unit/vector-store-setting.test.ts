import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config.ts';

describe('VECTOR_STORE', () => {
  it.each([
    'postgres://me:p%40ss@db.example:5432/verbatim',
    'postgresql://me@db.example/verbatim?sslmode=verify-full',
    '  postgres://localhost/verbatim  ',
  ])('takes the address of a database (%s)', (address) => {
    expect(loadConfig({ VECTOR_STORE: address }).vectorStore?.reveal()).toBe(address.trim());
  });

  it.each([
    { address: 'db.example:5432/secret-word', why: 'no address' },
    { address: 'https://me:secret-word@db.example/verbatim', why: 'of something else' },
    { address: 'postgres://me:secret-word@db.example', why: 'no database' },
    { address: 'postgres://me:secret-word%@db.example/verbatim', why: 'a bare %' },
    { address: 'postgres://me:secret-word#1@db.example/verbatim', why: 'a bare #' },
  ])('refuses anything else without showing it ($why)', ({ address }) => {
    expect(() => loadConfig({ VECTOR_STORE: address })).toThrow(/VECTOR_STORE must be an address/);
    expect(() => loadConfig({ VECTOR_STORE: address })).not.toThrow(/secret-word/);
  });

  it('is none by default, and shows nothing of itself in a log', () => {
    expect(loadConfig({}).vectorStore).toBeNull();
    const config = loadConfig({ VECTOR_STORE: 'postgres://me:secret-word@db.example/verbatim' });
    expect(JSON.stringify(config)).not.toContain('secret-word');
  });
});
