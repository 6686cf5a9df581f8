/** Which data, spaces, methods and stages go together. */
import type { SpaceName } from './architecture.ts';
import type { DataKind } from './data.ts';
import type { Stage, TaskSettings } from './manifest.ts';
import type { MethodSettings } from './methods.ts';

export type TaskKind = TaskSettings['kind'];
export type MethodKind = MethodSettings['kind'];
export type StageKind = Stage['kind'];

export const dataKindOf: Readonly<Record<TaskKind, DataKind>> = {
  'image-classification': 'images',
  'language-modelling': 'text',
  'tabular-benchmark': 'table',
};

const blackBox: readonly MethodKind[] = [
  'random',
  'regularized-evolution',
  'local-search',
  'reinforce',
  'tpe',
  'successive-halving',
  'hyperband',
  'asha',
  'bohb',
];
/** What can be tuned, too. */
export const oneShotMethods: readonly MethodKind[] = ['random-ws', 'darts', 'pc-darts', 'gdas', 'enas'];
const oneShotCells: readonly MethodKind[] = [...oneShotMethods, 'tune'];

/** The methods of each space, for each task that it can have. */
export const methodsFor: Readonly<
  Record<SpaceName, Partial<Readonly<Record<TaskKind, readonly MethodKind[]>>>>
> = {
  'darts-cnn': {
    'image-classification': [
      'random-ws',
      'darts',
      'pc-darts',
      'gdas',
      'snas',
      'ista-nas',
      ...blackBox,
      'fixed',
    ],
  },
  'darts-rnn': {
    'language-modelling': ['rnn-random-ws', 'rnn-darts', 'rnn-random', 'rnn-asha', 'fixed'],
  },
  nasbench101: {
    'image-classification': [...blackBox, 'exhaustive'],
    'tabular-benchmark': blackBox,
  },
  'nasbench1shot1-1': { 'image-classification': oneShotCells, 'tabular-benchmark': blackBox },
  'nasbench1shot1-2': { 'image-classification': oneShotCells, 'tabular-benchmark': blackBox },
  'nasbench1shot1-3': { 'image-classification': oneShotCells, 'tabular-benchmark': blackBox },
};

/** The stages that a task can have. */
export const stagesFor: Readonly<Record<TaskKind, readonly StageKind[]>> = {
  'image-classification': ['search', 'train'],
  'language-modelling': ['search', 'train-language'],
  'tabular-benchmark': ['search'],
};

/** Whether a method decides by what single trials measure, so that it needs to know when to end. */
export const isBlackBox = (kind: string): boolean => (blackBox as readonly string[]).includes(kind);
