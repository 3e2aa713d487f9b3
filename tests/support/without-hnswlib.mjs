// Loaded into the program with --import: makes it a machine on which hnswlib-node is not installed.
import { register } from 'node:module';

register(
  `data:text/javascript,${encodeURIComponent(`
    export async function resolve(specifier, context, next) {
      if (specifier === 'hnswlib-node') throw new Error("Cannot find package 'hnswlib-node'");
      return next(specifier, context);
    }
  `)}`,
);
