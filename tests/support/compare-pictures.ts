import { createCanvas, loadImage } from '@napi-rs/canvas';

/** How far two pixels may be apart in a channel, 0 … 255: edges of letters differ between machines. */
const CHANNEL_TOLERANCE = 64;

/**
 * The part of the pixels, 0 … 1, that are not the same in two pictures; 1 where their sizes differ.
 *
 * @param a as a file of a picture, such as a PNG.
 */
export async function differingShare(a: Uint8Array, b: Uint8Array): Promise<number> {
  const [first, second] = await Promise.all([pixelsOf(a), pixelsOf(b)]);
  if (first.width !== second.width || first.height !== second.height) return 1;
  const pixels = first.width * first.height;
  let differing = 0;
  for (let pixel = 0; pixel < pixels; pixel++) {
    const isSame = [0, 1, 2, 3].every(
      (channel) =>
        Math.abs(first.data[4 * pixel + channel]! - second.data[4 * pixel + channel]!) <=
        CHANNEL_TOLERANCE,
    );
    if (!isSame) differing += 1;
  }
  return differing / pixels;
}

/** The size of a picture in pixels. */
export async function sizeOf(picture: Uint8Array): Promise<{ width: number; height: number }> {
  const { width, height } = await loadImage(Buffer.from(picture));
  return { width, height };
}

async function pixelsOf(picture: Uint8Array) {
  const image = await loadImage(Buffer.from(picture));
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, image.width, image.height);
}
