import type { MessageFile } from '../../src/discord/reply.ts';
import type { Drawing } from './drawing.ts';
import { element } from './svg.ts';

/** Where a PNG says how large it is. */
const [WIDTH_AT, HEIGHT_AT] = [16, 20];

/** A PNG that goes with a message, as wide as it may be. */
export function drawPicture(
  { contentType, description, base64 }: MessageFile,
  width: number,
): Drawing {
  const bytes = Buffer.from(base64, 'base64');
  const height = (width * bytes.readUInt32BE(HEIGHT_AT)) / bytes.readUInt32BE(WIDTH_AT);
  const href = `data:${contentType};base64,${base64}`;
  return { svg: element('image', { width, height, href, 'aria-label': description }), height };
}
