const HEADER_BYTES = 4;

/** A vector in the binary form of pgvector: two 16-bit numbers, the first its length, then big-endian floats. */
export function encodeVector(vector: Float32Array): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES + 4 * vector.length);
  bytes.writeUInt16BE(vector.length);
  vector.forEach((value, dim) => bytes.writeFloatBE(value, HEADER_BYTES + 4 * dim));
  return bytes;
}

/** The vector that `encodeVector` made bytes of. */
export function decodeVector(bytes: Buffer): Float32Array {
  // Copied, so that it is aligned and its bytes may change places.
  const floats = Buffer.from(new Uint8Array(bytes.subarray(HEADER_BYTES)).buffer);
  floats.swap32();
  return new Float32Array(floats.buffer, floats.byteOffset, floats.length / 4);
}
