import { describe, expect, it } from 'vitest';
import { decodeText } from '../../../src/corpus/decode.ts';
import { CorpusError } from '../../../src/errors.ts';

const BOM = { utf8: [0xef, 0xbb, 0xbf], utf16le: [0xff, 0xfe], utf16be: [0xfe, 0xff] };

function bytesOf(...parts: readonly (string | readonly number[])[]): Uint8Array {
  return Buffer.concat(parts.map((part) => Buffer.from(part as string)));
}

function utf16be(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}

describe('the text of a file', () => {
  it.each([
    { name: 'UTF-8', bytes: bytesOf('Café €'), declared: null, text: 'Café €' },
    { name: 'UTF-8 with a mark', bytes: bytesOf(BOM.utf8, 'Café'), declared: null, text: 'Café' },
    { name: 'a second mark', bytes: bytesOf(BOM.utf8, '\ufeffA'), declared: null, text: '\ufeffA' },
    {
      name: 'UTF-16, little end first',
      bytes: bytesOf(BOM.utf16le, [...Buffer.from('Café 👨', 'utf16le')]),
      declared: null,
      text: 'Café 👨',
    },
    {
      name: 'UTF-16, big end first',
      bytes: bytesOf(BOM.utf16be, [...utf16be('Café 👨')]),
      declared: null,
      text: 'Café 👨',
    },
    {
      name: 'a mark, whatever is declared',
      bytes: bytesOf(BOM.utf8, 'Café'),
      declared: 'windows-1251',
      text: 'Café',
    },
    { name: 'declared UTF-8', bytes: bytesOf('é'), declared: 'utf8', text: 'é' },
    { name: 'an unknown declaration', bytes: bytesOf('é'), declared: 'klingon', text: 'é' },
    { name: 'a false UTF-16', bytes: bytesOf('é'), declared: 'utf-16', text: 'é' },
    {
      name: 'windows-1252, of which Node 20 knows half',
      bytes: bytesOf([0x93, 0x43, 0x61, 0x66, 0xe9, 0x94, 0x20, 0x80, 0x9f]),
      declared: 'ISO-8859-1',
      text: '“Café” €Ÿ',
    },
    { name: 'windows-1251', bytes: bytesOf([0xcc, 0xe8, 0xf0]), declared: 'cp1251', text: 'Мир' },
    { name: 'Shift_JIS', bytes: bytesOf([0x93, 0xfa]), declared: 'Shift_JIS', text: '日' },
    {
      name: 'an encoding of nothing but ASCII bytes',
      bytes: bytesOf([0x1b, 0x24, 0x42, 0x24, 0x22, 0x1b, 0x28, 0x42]),
      declared: 'iso-2022-jp',
      text: 'あ',
    },
  ])('is read from $name', ({ bytes, declared, text }) => {
    expect(decodeText(bytes, declared)).toBe(text);
  });

  it.each([
    { why: 'is no UTF-8', bytes: [0xe9, 0x41], declared: null, reason: 'is not UTF-8; save it in' },
    { why: 'is binary', bytes: [0x41, 0], declared: null, reason: 'it holds zero bytes' },
    { why: 'is binary all the same', bytes: [0, 0xe9], declared: 'latin1', reason: 'zero bytes' },
    { why: 'is UTF-16 without a mark', bytes: [0x41, 0, 0x42, 0], declared: null, reason: 'zero' },
    { why: 'is UTF-32', bytes: [0xff, 0xfe, 0, 0, 0x41, 0, 0, 0], declared: null, reason: 'zero' },
    { why: 'ends within a unit', bytes: [0xff, 0xfe, 0x41], declared: null, reason: 'UTF-16' },
    { why: 'holds half a pair', bytes: [0xff, 0xfe, 0, 0xd8], declared: null, reason: 'UTF-16' },
    {
      why: 'is UTF-8 that declares something else',
      bytes: [0xc3, 0xa9],
      declared: 'windows-1252',
      reason: 'declares windows-1252 but is UTF-8; correct its <meta charset>',
    },
    {
      why: 'holds bytes that the encoding lacks',
      bytes: [0x93, 0x81],
      declared: 'latin1',
      reason: 'is not the windows-1252 that it declares; save it in UTF-8',
    },
    { why: 'breaks off', bytes: [0x41, 0x93], declared: 'sjis', reason: 'is not the shift_jis' },
    { why: 'lies about UTF-8', bytes: [0xe9], declared: 'utf-8', reason: 'is not UTF-8' },
  ])('is refused where the file $why', ({ bytes, declared, reason }) => {
    const decode = (): unknown => decodeText(Uint8Array.from(bytes), declared);
    expect(decode).toThrow(CorpusError);
    expect(decode).toThrow(reason);
  });
});
