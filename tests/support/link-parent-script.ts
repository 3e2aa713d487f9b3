/** Starts linking the vectors of a file, says so, and links until it is killed: FILE DIMS PASSAGES. */
import { GraphProcess } from '../../src/vector-index/graph-process.ts';

const [file, dims, passages] = process.argv.slice(2) as [string, string, string];
const linking = GraphProcess.start(file, Number(dims));
linking.linkUpTo(Number(passages));
await linking.write(`${file}.graph`, () => process.stdout.write('linking\n'));
