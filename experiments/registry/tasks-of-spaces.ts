/** The tasks of each space, and whether its architectures are tried one by one there. */
import type { SpaceName } from '../../schemas/architecture.ts';
import type { TaskKind } from '../../schemas/manifest.ts';

export interface TaskOfSpace {
  /** Black-box methods need trials. The one-shot models of NAS-Bench-1Shot1 are trained as a whole, or looked up. */
  readonly trials: boolean;
}

const bench1shot1 = {
  'image-classification': { trials: false },
  'tabular-benchmark': { trials: true },
};

export const tasksOfSpaces: Readonly<Record<SpaceName, Readonly<Partial<Record<TaskKind, TaskOfSpace>>>>> = {
  'darts-cnn': { 'image-classification': { trials: true } },
  'darts-rnn': { 'language-modelling': { trials: true } },
  nasbench101: { 'image-classification': { trials: true }, 'tabular-benchmark': { trials: true } },
  'nasbench1shot1-1': bench1shot1,
  'nasbench1shot1-2': bench1shot1,
  'nasbench1shot1-3': bench1shot1,
};
