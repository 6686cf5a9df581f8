/** Where the training of a language model stands between two epochs, as a file that a longer training goes on from. */
import { type Static, Type } from '@sinclair/typebox';
import { contract, contractProblemText, exact } from '../../../schemas/contract.ts';
import type { JobFailure } from '../../../schemas/failure.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { AveragedSgd, type Parameter } from '../../engine/index.ts';
import { type Checkpoint, encodeCheckpoint, restoreParameters, type Stored } from '../../model/checkpoint.ts';

const stateSchema = exact({
  /** Epochs that are done. */
  epochs: Type.Integer({ minimum: 1 }),
  rollbacks: Type.Integer({ minimum: 0 }),
  /** Validation losses that the rule of averaging looks at; null for one that is no number. */
  losses: Type.Array(Type.Union([Type.Number(), Type.Null()])),
  /** The epoch whose weights are the best, and its score. */
  best: Type.Union([
    exact({ epoch: Type.Integer({ minimum: 0 }), tokens: Type.Integer(), loss: Type.Number() }),
    Type.Null(),
  ]),
  /** Null for plain descent, which has no state. */
  averaging: Type.Union([
    exact({ steps: Type.Integer(), learningRate: Type.Union([Type.Number(), Type.Null()]) }),
    Type.Null(),
  ]),
});
const stateFormat = contract('state of a training', stateSchema);

export type TextTrainingState = Readonly<Static<typeof stateSchema>>;

const bestOf = 'best.';
const averageOf = 'average.';

const renamed = (prefix: string, array: Stored): Stored => ({
  name: `${prefix}${array.name}`,
  shape: array.shape,
  download: () => array.download(),
});

export interface HeldState {
  readonly parameters: readonly Parameter[];
  /** Weights of the best epoch, in the order of the parameters; null before one was measured. */
  readonly best: readonly Float32Array[] | null;
  readonly optimizer: object;
}

export function encodeTextState(
  { parameters, best, optimizer }: HeldState,
  state: Omit<TextTrainingState, 'averaging'>,
): Promise<Uint8Array> {
  const averaged = optimizer instanceof AveragedSgd ? optimizer : null;
  const bests = (best ?? []).flatMap((values, i): Stored[] => {
    const parameter = parameters[i];
    return parameter
      ? [{ name: `${bestOf}${parameter.name}`, shape: parameter.shape, download: async () => values }]
      : [];
  });
  const averages = (averaged?.averages ?? []).map((array) => renamed(averageOf, array));
  const averaging = averaged ? { ...averaged.progress } : null;
  return encodeCheckpoint([...parameters, ...bests, ...averages], { ...state, averaging });
}

/** @param epochs the length of the training that goes on from it */
export function readTextState({ state }: Checkpoint, epochs: number): Result<TextTrainingState, JobFailure> {
  const read = stateFormat.read(state);
  if (!read.ok) {
    return fail({ reason: 'job-refused', message: read.failures.map(contractProblemText).join('; ') });
  }
  if (read.value.epochs < epochs) return ok(read.value);
  const message = `The checkpoint has ${read.value.epochs} epochs behind it; a training of ${epochs} cannot go on from it`;
  return fail({ reason: 'job-refused', message });
}

/** Gives the parameters their values. @returns the weights of the best epoch, in the order of the parameters */
export function restoreTextWeights(
  parameters: readonly Parameter[],
  checkpoint: Checkpoint,
): readonly Float32Array[] {
  restoreParameters(parameters, checkpoint);
  return arraysOf(parameters, checkpoint, bestOf);
}

/** An averaged descent that goes on from the checkpoint's. */
export function restoreAveraging(
  parameters: readonly Parameter[],
  checkpoint: Checkpoint,
  { averaging, weightDecay }: Pick<TextTrainingState, 'averaging'> & { readonly weightDecay: number },
): AveragedSgd | null {
  if (!averaging) return null;
  const descent = new AveragedSgd(parameters, { weightDecay });
  descent.restore(arraysOf(parameters, checkpoint, averageOf), averaging);
  return descent;
}

const arraysOf = (
  parameters: readonly Parameter[],
  { arrays }: Checkpoint,
  prefix: string,
): readonly Float32Array[] => parameters.flatMap(({ name }) => arrays.get(`${prefix}${name}`)?.values ?? []);
