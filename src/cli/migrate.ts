import { Argument, type Command } from 'commander';
import { ConfigError } from '../errors.ts';
import { type CommonOptions, configFrom, withCommonOptions } from './options.ts';

type Direction = 'to-postgres' | 'to-disk';

/** `migrate`: takes the index to the PostgreSQL server of VECTOR_STORE, or back to this machine. */
export function addMigrateCommand(program: Command): void {
  withCommonOptions(program.command('migrate'))
    .description('take the index to the PostgreSQL server of VECTOR_STORE, or back to this machine')
    .addArgument(
      new Argument('<direction>', 'where it is taken').choices(['to-postgres', 'to-disk']),
    )
    .action(async (direction: Direction, options: CommonOptions) => {
      const config = configFrom(options);
      if (config.vectorStore === null) {
        throw new ConfigError(
          'migrate needs the address of a PostgreSQL server: set VECTOR_STORE; .env.example tells how',
        );
      }
      const started = performance.now();
      const { PostgresServer } = await import('../postgres/server.ts');
      const { IndexWriter, busy } = await import('../postgres/index-writer.ts');
      const { takeFromServer, takeToServer } = await import('../postgres/update-shared.ts');
      const writer = await IndexWriter.open(new PostgresServer(config.vectorStore));
      if (writer === null) throw busy();
      try {
        const take = direction === 'to-postgres' ? takeToServer : takeFromServer;
        const { manifest, isNew } = await take(writer, config);
        const ms = Math.round(performance.now() - started);
        const { articles, passages } = manifest.counts;
        console.log(
          options.json === true
            ? JSON.stringify({ direction, isNew, articles, passages, ms })
            : `${articles} articles, ${passages} passages ` +
                `${isNew ? 'taken' : 'were there already'} in ${(ms / 1000).toFixed(1)} s.`,
        );
      } finally {
        await writer.close();
      }
    });
}
