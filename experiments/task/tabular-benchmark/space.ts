/** What the task of tabular benchmarks asks of a space: how a table of recorded results answers for its architectures. */
import type { Nasbench101Table } from '../../benchmark/nasbench101-table.ts';
import type { TabularBenchmark } from '../../benchmark/tabular-benchmark.ts';
import type { SearchedSpace, Variation } from '../../space/variation.ts';
import type { ProposalRules } from './task-settings.ts';

declare module '../../space/module.ts' {
  interface TaskSupport<G, A> {
    readonly 'tabular-benchmark'?: () => Promise<TableSpace<A>>;
  }
}

/** `A`: architectures as methods search them. */
export interface TableSpace<A> {
  /** The space as methods see it: the part that the table can answer for, where proposals are drawn again. */
  searched(table: Nasbench101Table, rules: ProposalRules): SearchedSpace<A>;
  benchmark(table: Nasbench101Table, rules: ProposalRules): TabularBenchmark<A>;
}

/** Draws after which a table counts as holding none of a space. */
const maxDraws = 100_000;

/**
 * Samples and children are drawn until the table knows them, which changes nothing where it is complete. Methods that
 * work on parameters may still ask for a cell that it lacks, which then counts as a failed training.
 */
export function recordedOnly<A>(
  { variation, config }: SearchedSpace<A>,
  isRecorded: (architecture: A) => boolean,
): SearchedSpace<A> {
  const until = (draw: () => A): A => {
    for (let i = 0; i < maxDraws; i += 1) {
      const drawn = draw();
      if (isRecorded(drawn)) return drawn;
    }
    throw new Error(`The table holds next to nothing of ${config.name}`);
  };
  const recorded: Variation<A> = {
    sample: (draws) => until(() => variation.sample(draws)),
    mutate: (architecture, draws) => until(() => variation.mutate(architecture, draws)),
  };
  return { variation: recorded, config };
}
