/** How learning rates, temperatures and the like change over training. Epochs are 0-based. */

import { power } from '../../schemas/exact-math.ts';
import { cosineAnneal } from '../engine/cosine-anneal.ts';
import type { OptimizerSettings, ScheduleSettings } from './image-classification/settings.ts';

/** Multiplied by `factor` each epoch: ImageNet training of DARTS takes 0.1 and 0.97 (Liu et al. 2019, appendix A.3). */
const exponentialDecay = (start: number, factor: number, epoch: number): number =>
  start * power(factor, epoch);

/** Epochs at the end of the linear schedule that share what is left. */
const tail = 5;

/**
 * Falls linearly to 0 at five epochs before the end, where its last value is spread over the last five epochs: the
 * ImageNet training of yuhuixu1993/PC-DARTS@b74702f (Xu et al. 2020).
 *
 * @param epochs more than five
 */
function linearDecay(start: number, epoch: number, epochs: number): number {
  const left = epochs - epoch;
  return left > tail ? (start * (left - tail)) / (epochs - tail) : (start * left) / ((epochs - tail) * tail);
}

/** From 1 / `warmUp` to the whole in the first `warmUp` epochs, 1 afterwards (Goyal et al. 2017, section 2.2). */
export const warmUpFactor = (epoch: number, warmUp: number): number =>
  epoch < warmUp ? (epoch + 1) / warmUp : 1;

/** How a learning rate falls. */
export type LearningRateSchedule =
  | { readonly kind: 'cosine'; readonly end: number }
  | { readonly kind: 'exponential'; readonly factor: number }
  | { readonly kind: 'linear' };

/**
 * The learning rate of an epoch. During warm-up the rate is a share of `start`, not of the schedule, which counts epochs
 * from the very first.
 *
 * @param warmUp epochs of linear warm-up; 0 for none
 */
export function learningRateAt(
  schedule: LearningRateSchedule,
  start: number,
  epoch: number,
  epochs: number,
  warmUp = 0,
): number {
  if (epoch < warmUp) return start * warmUpFactor(epoch, warmUp);
  switch (schedule.kind) {
    case 'cosine':
      return cosineAnneal(start, schedule.end, epoch, epochs);
    case 'exponential':
      return exponentialDecay(start, schedule.factor, epoch);
    case 'linear':
      return linearDecay(start, epoch, epochs);
  }
}

/** What a training says about its learning rate. Without a schedule it is the cosine. */
export type RateSettings = OptimizerSettings & Partial<ScheduleSettings>;

/** The learning rate of an epoch; the settings must have no `rateProblem`. */
export function trainingRateAt(settings: RateSettings, epoch: number): number {
  const { learningRate, epochs, rateWarmUpEpochs = 0 } = settings;
  return learningRateAt(scheduleOf(settings), learningRate, epoch, epochs, rateWarmUpEpochs);
}

/** Why there is no such schedule, or undefined. */
export function rateProblem({ schedule, epochs }: RateSettings): string | undefined {
  if (schedule !== 'linear' || epochs > tail) return undefined;
  return `The linear schedule needs more than ${tail} epochs, got epochs ${epochs}`;
}

function scheduleOf(settings: RateSettings): LearningRateSchedule {
  const { schedule = 'cosine', learningRateDecay = 0.97, learningRateMin } = settings;
  switch (schedule) {
    case 'cosine':
      return { kind: 'cosine', end: learningRateMin };
    case 'exponential':
      return { kind: 'exponential', factor: learningRateDecay };
    case 'linear':
      return { kind: 'linear' };
  }
}
