import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type Canvas, createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';

/** What is drawn on; lengths are in the units that `openCanvas` was told. */
export type Drawing = SKRSContext2D;

/** The parts that Noto Sans comes in, by script. */
const SUBSETS = [
  'latin',
  'latin-ext',
  'cyrillic',
  'cyrillic-ext',
  'greek',
  'greek-ext',
  'vietnamese',
  'devanagari',
];
const WEIGHTS = [400, 700];

/** The only fonts that are drawn with, so that a picture is the same on every machine. */
export const FONT_FAMILIES = SUBSETS.map((subset) => `"${familyOf(subset)}"`).join(', ');

/** Opens an empty, transparent canvas of which each unit is `scale` pixels wide. */
export function openCanvas(width: number, height: number, scale: number): Canvas {
  const canvas = createCanvas(Math.ceil(width * scale), Math.ceil(height * scale));
  canvas.getContext('2d').scale(scale, scale);
  return canvas;
}

/**
 * Makes the font known and tells what it can draw.
 *
 * @returns an expression for one character that the font has.
 * @throws Error when the font's files are not where they were installed.
 */
export async function loadFont(): Promise<RegExp> {
  const { resolve } = createRequire(import.meta.url);
  const rangesFile = resolve('@fontsource/noto-sans/unicode.json');
  if (!GlobalFonts.has(familyOf(SUBSETS[0]!)))
    registerFont(path.join(path.dirname(rangesFile), 'files'));
  const ranges = JSON.parse(await readFile(rangesFile, 'utf8')) as Readonly<Record<string, string>>;
  return toExpression(SUBSETS.map((subset) => ranges[subset] ?? '').join(','));
}

function registerFont(folder: string): void {
  for (const subset of SUBSETS) {
    for (const weight of WEIGHTS) {
      const file = path.join(folder, `noto-sans-${subset}-${weight}-normal.woff2`);
      if (GlobalFonts.registerFromPath(file, familyOf(subset)) === null) {
        throw new Error(`the font ${file} cannot be read; "npm ci" installs it anew`);
      }
    }
  }
}

/** A family for each part: of several parts of one family only the first would be drawn with. */
function familyOf(subset: string): string {
  return `Verbatim ${subset}`;
}

/** @param ranges as in `U+0100-02BA,U+20AC`. */
function toExpression(ranges: string): RegExp {
  const classes = [...ranges.matchAll(/U\+([\dA-F]+)(?:-([\dA-F]+))?/gi)].map(
    ([, from = '', to = from]) => `\\u{${from}}-\\u{${to}}`,
  );
  return new RegExp(`^[${classes.join('')}]$`, 'u');
}
