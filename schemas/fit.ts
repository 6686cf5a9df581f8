/** Which data, spaces, methods and stages go together. `fit.json` is made from what the methods say about themselves. */
import type { SpaceName } from './architecture.ts';
import type { DataKind } from './data.ts';
import fit from './fit.json' with { type: 'json' };
import type { Stage, TaskKind } from './manifest.ts';

export type StageKind = Stage['kind'];
/** `black-box` proposes trials, `weight-sharing` trains one network that holds many, `direct` does neither. */
export type MethodForm = 'black-box' | 'weight-sharing' | 'direct';

interface FitTable {
  readonly tasks: Readonly<
    Record<TaskKind, { readonly data: DataKind; readonly stages: readonly StageKind[] }>
  >;
  /** The methods of each space, for each task that it can have. */
  readonly spaces: Readonly<Record<SpaceName, Partial<Readonly<Record<TaskKind, readonly string[]>>>>>;
  readonly methods: Readonly<Record<string, MethodForm>>;
}

/** A contract test compares the file with the types. */
export const { tasks: tasksFit, spaces: methodsFor, methods: methodForms } = fit as FitTable;
