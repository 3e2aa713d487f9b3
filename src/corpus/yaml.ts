/** The one door to the library that reads YAML. */
export { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
export type { Node } from 'yaml';
