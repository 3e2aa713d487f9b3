import { describe, expect, it } from 'vitest';
import { StaleIndexError } from '../../../src/errors.ts';
import {
  FORMAT_VERSION,
  type Manifest,
  parseManifest,
} from '../../../src/vector-index/manifest.ts';
import { sampleManifest } from '../../support/sample-index.ts';

const MANIFEST = sampleManifest();

function parse(changes: object): Manifest {
  return parseManifest(JSON.stringify({ ...MANIFEST, ...changes }));
}

describe('a manifest', () => {
  it('is read as it was written', () => {
    expect(parse({})).toEqual(MANIFEST);
  });

  it.each(Object.keys(MANIFEST).map((field) => ({ field })))(
    'is refused without the field $field, which is named',
    ({ field }) => {
      expect(() => parse({ [field]: undefined })).toThrow(field);
    },
  );

  it('of a later format names both versions, whatever else it holds', () => {
    const later = JSON.stringify({ formatVersion: FORMAT_VERSION + 1, shards: [] });
    const parseLater = (): Manifest => parseManifest(later);
    expect(parseLater).toThrow(
      `it has format version ${FORMAT_VERSION + 1}, this program reads version ${FORMAT_VERSION}`,
    );
    expect(parseLater).not.toThrow(StaleIndexError);
  });

  it('of an older format is stale and not damaged, whatever else it holds', () => {
    const parseOlder = (): Manifest => parseManifest('{"formatVersion": 1, "dims": 256}');
    expect(parseOlder).toThrow(StaleIndexError);
    expect(parseOlder).toThrow(
      `it has format version 1, this program writes version ${FORMAT_VERSION}`,
    );
  });

  it.each([
    { name: 'too short', sha256: 'a'.repeat(63) },
    { name: 'too long', sha256: 'a'.repeat(65) },
    { name: 'in upper case', sha256: 'A'.repeat(64) },
    { name: 'not hexadecimal', sha256: 'g'.repeat(64) },
    { name: 'missing', sha256: undefined },
  ])('is refused when a checksum is $name', ({ sha256 }) => {
    const files = { 'vectors.bin': { bytes: 320, sha256 } };
    expect(() => parse({ files })).toThrow(/64|"sha256"/);
    expect(() => parse({ model: { ...MANIFEST.model, sha256 } })).toThrow(/64|"sha256"/);
  });

  it.each([
    { found: '-1', changes: { counts: { articles: -1, passages: 5 } } },
    { found: '0.5', changes: { counts: { articles: 1, passages: 0.5 } } },
    { found: '"max"', changes: { model: { ...MANIFEST.model, pooling: 'max' } } },
    { found: '"l2"', changes: { metric: 'l2' } },
    { found: '"1"', changes: { formatVersion: '1' } },
  ])('is refused with a value that cannot be, which is named: $found', ({ found, changes }) => {
    expect(() => parse(changes)).toThrow(found);
  });

  it.each([
    { text: '', message: 'JSON' },
    { text: '{', message: 'JSON' },
    { text: 'null', message: 'Expected Object but received null' },
    { text: '[]', message: 'Expected "formatVersion"' },
  ])('is not "$text"', ({ text, message }) => {
    expect(() => parseManifest(text)).toThrow(message);
  });
});
