// Run by tests as a process of its own, so that it can be killed: INDEX_DIR.
import { lockIndex } from '../../src/vector-index/index-lock.ts';

await lockIndex(process.argv[2]!);
process.stdout.write('locked\n');
// Keeps the process alive, and ends it when the test does.
process.stdin.resume();
