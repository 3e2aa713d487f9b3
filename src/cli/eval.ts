import type { Command } from 'commander';
import { ConfigError } from '../errors.ts';
import type { Half } from '../eval/half.ts';
import type { Ranking } from '../retrieval/retrieve.ts';
import { type CommonOptions, configFrom, withCommonOptions } from './options.ts';

interface EvalOptions extends CommonOptions {
  readonly ranking: string;
  readonly run?: string;
  readonly questions?: string;
  readonly report?: string;
  readonly half?: string;
}

const RANKINGS: readonly Ranking[] = ['fused', 'lexical', 'vector'];
const HALVES: readonly Half[] = ['even', 'odd'];

/** `eval`: measures retrieval on a data set, or answers on questions with known passages. */
export function addEvalCommand(program: Command): void {
  withCommonOptions(program.command('eval'))
    .description('measure retrieval on a BEIR data set, or with --questions the answers')
    .argument('[dir]', 'folder with corpus.jsonl, queries.jsonl and qrels/test.tsv')
    .option('--ranking <name>', `${RANKINGS.join(', ')}; fused is what ask uses`, 'fused')
    .option('--run <file>', 'write what each query found, as a TREC run file')
    .option('--questions <file>', 'lines of {"id", "question", "gold"}; answered from the corpus')
    .option('--report <file>', 'write everything, with what went wrong, as an HTML page')
    .option('--half <name>', `${HALVES.join(' or ')}: every second question, counted from 0`)
    .action(async (dir: string | undefined, options: EvalOptions) => {
      if ((dir === undefined) === (options.questions === undefined)) {
        throw new ConfigError('eval needs either a data set folder or --questions FILE');
      }
      const ranking = oneOf(RANKINGS, '--ranking', options.ranking);
      const half = options.half === undefined ? null : oneOf(HALVES, '--half', options.half);
      const config = configFrom(options);
      // Loaded late, like everything that only some commands need.
      const { evalDataset, evalQuestions } = await import('./run-eval.ts');
      if (dir !== undefined) await evalDataset(dir, config, { ...options, ranking, half });
      else await evalQuestions(options.questions ?? '', config, { ...options, half });
    });
}

function oneOf<T extends string>(allowed: readonly T[], option: string, found: string): T {
  const value = allowed.find((name) => name === found);
  if (value === undefined) {
    throw new ConfigError(`${option} must be ${allowed.join(', ')}, found "${found}"`);
  }
  return value;
}
