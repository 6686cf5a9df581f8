/** Trainings that go on from where an earlier one of the same network ended. */
import { readFileSync } from 'node:fs';
import { type Static, Type } from '@sinclair/typebox';
import { contract, contractProblemText, exact } from '../../../schemas/contract.ts';
import type { JobFailure } from '../../../schemas/failure.ts';
import type { JobSpec } from '../../../schemas/job.ts';
import type { JsonObject } from '../../../schemas/json.ts';
import { ok, type Result } from '../../../schemas/result.ts';
import type { Gradients, Parameter } from '../../engine/index.ts';
import {
  type Checkpoint,
  checkpointInput,
  decodeCheckpoint,
  encodeCheckpoint,
  restoreParameters,
} from '../../model/checkpoint.ts';
import type { TrainingStart } from '../gradient-training.ts';
import { refuse } from '../measured.ts';
import { readSettings } from '../read-settings.ts';
import { type Measurement, measurementSchema } from '../tally.ts';
import { compareImageNetworks } from './scores.ts';
import {
  type ContinuationSettings,
  continuation as continuationSettings,
  type TrainingSettings,
} from './settings.ts';

const stateSchema = exact({
  /** Epochs that are done. */
  epochs: Type.Integer({ minimum: 1 }),
  /** After the epoch with the lowest validation error; null where only the last one is measured. */
  best: Type.Union([measurementSchema, Type.Null()]),
});
const stateFormat = contract('state of a training', stateSchema);

type TrainingState = Readonly<Static<typeof stateSchema>>;

/** How a training belongs to shorter and longer ones of its network. */
export interface Continuation {
  /** Epochs that learning rate and drop path are scheduled over. */
  readonly scheduleEpochs: number;
  readonly objective: 'last' | 'best-so-far';
  /** What it goes on from; null where it begins. */
  readonly from: (TrainingState & { readonly checkpoint: Checkpoint }) | null;
  /** Whether a longer one may follow. */
  readonly keepsCheckpoint: boolean;
}

export const standsAlone = ({ epochs }: Pick<TrainingSettings, 'epochs'>): Continuation => ({
  ...{ scheduleEpochs: epochs, objective: 'last', from: null, keepsCheckpoint: false },
});

/**
 * Why trials of these lengths cannot belong together, or undefined.
 *
 * @param continues whether the space's trainings can
 */
export function continuationProblem(
  { resume, scheduleEpochs, objective }: ContinuationSettings,
  lengths: readonly number[],
  continues: boolean,
): string | undefined {
  if (!continues && (resume || scheduleEpochs > 0 || objective !== 'last')) {
    return 'Only trials of darts-cnn go on from one another: leave resume, scheduleEpochs and objective of `trial` out';
  }
  const longest = Math.max(...lengths);
  if (resume && scheduleEpochs === 0) {
    return `Trials that go on from one another need one schedule for all lengths: expected trial.scheduleEpochs of at least ${longest}, found 0`;
  }
  if (scheduleEpochs > 0 && longest > scheduleEpochs) {
    return `The schedule ends before the longest trial: expected trial.scheduleEpochs of at least ${longest}, found ${scheduleEpochs}`;
  }
  return undefined;
}

/** Epochs that are trained, and how often the network is measured. */
export function stintOf(
  { epochs }: Pick<TrainingSettings, 'epochs'>,
  { from, objective }: Continuation,
): { readonly epochs: number; readonly measurements: number } {
  const left = epochs - (from?.epochs ?? 0);
  return { epochs: left, measurements: objective === 'last' ? 1 : left };
}

/** Of the job of a trial; trainings of a stage stand alone. */
export function readContinuation(
  { inputs }: Pick<JobSpec, 'inputs'>,
  training: TrainingSettings,
  written: JsonObject,
): Result<Continuation, JobFailure> {
  if (!('resume' in written)) return ok(standsAlone(training));
  const read = readSettings('training', continuationSettings, written);
  if (!read.ok) return read;
  const { resume, objective } = read.value;
  const scheduleEpochs = read.value.scheduleEpochs || training.epochs;
  const path = inputs[checkpointInput];
  const keepsCheckpoint = resume && training.epochs < scheduleEpochs;
  const found = { scheduleEpochs, objective, keepsCheckpoint };
  if (path === undefined) return ok({ ...found, from: null });
  const checkpoint = decodeCheckpoint(readFileSync(path));
  const state = stateFormat.read(checkpoint.state);
  if (!state.ok) return refuse(state.failures.map(contractProblemText).join('; '));
  if (state.value.epochs >= training.epochs) {
    return refuse(
      `The checkpoint has ${state.value.epochs} epochs behind it; a trial of ${training.epochs} cannot go on from it`,
    );
  }
  return ok({ ...found, from: { ...state.value, checkpoint } });
}

/** The better of two, the earlier of equals. */
export const betterOf = (earlier: Measurement | null, later: Measurement): Measurement =>
  earlier && compareImageNetworks(earlier, later) <= 0 ? earlier : later;

/** What a network holds: what is trained, and the running statistics. */
export interface Trainable {
  readonly parameters: readonly Parameter[];
  readonly statistics: readonly Parameter[];
}

const velocityOf = (name: string): string => `velocity.${name}`;

/** Gives a new network the values of the checkpoint. */
export function restoreTraining(
  { parameters, statistics }: Trainable,
  { epochs, checkpoint }: NonNullable<Continuation['from']>,
): TrainingStart {
  restoreParameters([...parameters, ...statistics], checkpoint);
  const velocities = parameters.map(({ name }) => checkpoint.arrays.get(velocityOf(name))?.values ?? null);
  return { epochs, velocities };
}

export function encodeTraining(
  { parameters, statistics }: Trainable,
  velocities: Gradients,
  { epochs, best }: TrainingState,
): Promise<Uint8Array> {
  const moving = parameters.flatMap(({ name, shape }, i) => {
    const velocity = velocities[i];
    if (!velocity) return [];
    return [
      { name: velocityOf(name), shape, download: async () => Float32Array.from(await velocity.data()) },
    ];
  });
  return encodeCheckpoint([...parameters, ...statistics, ...moving], { epochs, best });
}
