#!/usr/bin/env node
import { compileIfStale } from './compile.js';

// Stack traces name the lines of the sources.
process.setSourceMapsEnabled(true);
try {
  await compileIfStale();
} catch (error) {
  process.stderr.write(
    `verbatim: the sources cannot be compiled into the folder dist: ${error.message}; start it once ` +
      'as a user who may write there\n',
  );
  process.exit(2);
}
await import('../dist/cli.js');
