import type { Command } from 'commander';
import { ConfigError } from '../errors.ts';
import type { Ranking } from '../retrieval/retrieve.ts';
import { type CommonOptions, configFrom, withCommonOptions } from './options.ts';

export interface EvalOptions extends CommonOptions {
  readonly ranking: string;
  readonly run?: string;
  readonly questions?: string;
}

const RANKINGS: readonly Ranking[] = ['fused', 'lexical', 'vector'];

/** `eval`: measures retrieval on a data set, or answers on questions with known passages. */
export function addEvalCommand(program: Command): void {
  withCommonOptions(program.command('eval'))
    .description('measure retrieval on a BEIR data set, or with --questions the answers')
    .argument('[dir]', 'folder with corpus.jsonl, queries.jsonl and qrels/test.tsv')
    .option('--ranking <name>', `${RANKINGS.join(', ')}; fused is what ask uses`, 'fused')
    .option('--run <file>', 'write what each query found, as a TREC run file')
    .option('--questions <file>', 'lines of {"id", "question", "gold"}; answered from the corpus')
    .action(async (dir: string | undefined, options: EvalOptions) => {
      if ((dir === undefined) === (options.questions === undefined)) {
        throw new ConfigError('eval needs either a data set folder or --questions FILE');
      }
      const ranking = RANKINGS.find((name) => name === options.ranking);
      if (ranking === undefined) {
        throw new ConfigError(
          `--ranking must be ${RANKINGS.join(', ')}, found "${options.ranking}"`,
        );
      }
      const config = configFrom(options);
      // Loaded late, like everything that only some commands need.
      const { evalDataset, evalQuestions } = await import('./run-eval.ts');
      if (dir !== undefined) await evalDataset(dir, ranking, config, options);
      else await evalQuestions(options.questions ?? '', config, options);
    });
}
