#!/usr/bin/env node
import { compileIfStale } from './compile.js';

// Stack traces name the lines of the sources.
process.setSourceMapsEnabled(true);
await compileIfStale();
await import('../dist/cli.js');
