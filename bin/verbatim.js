#!/usr/bin/env node
// The sources are TypeScript and run as they are: tsx strips the types while loading.
import 'tsx';

await import('../src/cli.ts');
