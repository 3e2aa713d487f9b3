/**
 * Named number arrays in one file that is opened without parsing or copying:
 * eight bytes of magic, the header's length (uint32), the header (JSON: name, type, offset, length
 * of each array), then the arrays, each aligned to eight bytes. Little-endian, as are all machines
 * that Node.js has builds for but one.
 */
export type Columns = Record<string, ColumnArray>;

export type ColumnArray = Uint8Array | Uint32Array | Int32Array | Float32Array;

const MAGIC = 'VBTMCOL1';
const ALIGNMENT = 8;
const TYPES = { Uint8Array, Uint32Array, Int32Array, Float32Array } as const;

interface ColumnHeader {
  readonly name: string;
  readonly type: keyof typeof TYPES;
  /** Bytes from the end of the aligned header. */
  readonly offset: number;
  /** Numbers, not bytes. */
  readonly length: number;
}

/** The parts of a column file, to be written one after the other. */
export function encodeColumns(columns: Columns): Uint8Array[] {
  const headers: ColumnHeader[] = [];
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const [name, array] of Object.entries(columns)) {
    headers.push({ name, type: typeOf(array), offset, length: array.length });
    const padding = paddingAfter(array.byteLength);
    parts.push(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
    parts.push(new Uint8Array(padding));
    offset += array.byteLength + padding;
  }
  const header = Buffer.from(JSON.stringify(headers));
  const start = Buffer.alloc(MAGIC.length + 4);
  start.write(MAGIC, 'latin1');
  start.writeUInt32LE(header.length, MAGIC.length);
  const padding = new Uint8Array(paddingAfter(start.length + header.length));
  return [start, header, padding, ...parts];
}

/**
 * The arrays of a column file, as views into its bytes. The caller has verified the checksum, so
 * anything unexpected here is a bug.
 */
export function decodeColumns(file: Uint8Array): Columns {
  // Views need aligned bytes, and small files are read into the middle of a shared buffer.
  const bytes = file.byteOffset % ALIGNMENT === 0 ? file : Uint8Array.from(file);
  const buffer = Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.toString('latin1', 0, MAGIC.length) !== MAGIC) throw new Error('not a column file');
  const headerStart = MAGIC.length + 4;
  const headerEnd = headerStart + buffer.readUInt32LE(MAGIC.length);
  const headers = JSON.parse(buffer.toString('utf8', headerStart, headerEnd)) as ColumnHeader[];
  const dataStart = bytes.byteOffset + headerEnd + paddingAfter(headerEnd);
  return Object.fromEntries(
    headers.map(({ name, type, offset, length }) => [
      name,
      new TYPES[type](bytes.buffer as ArrayBuffer, dataStart + offset, length),
    ]),
  );
}

/**
 * One array of a column file, of the type that the reader counts on.
 *
 * @throws Error when it is missing or of another type: a file of another format version.
 */
export function column<T extends ColumnArray>(
  columns: Columns,
  name: string,
  type: new (...args: never[]) => T,
): T {
  const array = columns[name];
  if (!(array instanceof type)) throw new Error(`the index has no column ${name} of ${type.name}`);
  return array;
}

function typeOf(array: ColumnArray): ColumnHeader['type'] {
  if (array instanceof Uint8Array) return 'Uint8Array';
  if (array instanceof Uint32Array) return 'Uint32Array';
  if (array instanceof Int32Array) return 'Int32Array';
  return 'Float32Array';
}

function paddingAfter(bytes: number): number {
  return (ALIGNMENT - (bytes % ALIGNMENT)) % ALIGNMENT;
}
