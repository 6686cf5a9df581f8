/** The cosine schedule with warm restarts (Loshchilov and Hutter 2017, section 3). */
import { cosineAnneal } from '../../engine/index.ts';

export interface RestartSettings {
  readonly learningRate: number;
  readonly learningRateMin: number;
  readonly epochs: number;
  /** Length of the first period; 0 for one over all epochs. */
  readonly restartEpochs: number;
  /** How many times as long each further one is. */
  readonly restartFactor: number;
}

/** @param epoch 0-based */
export function rateAt(settings: RestartSettings, epoch: number): number {
  const { learningRate, learningRateMin, epochs, restartEpochs, restartFactor } = settings;
  if (restartEpochs === 0) return cosineAnneal(learningRate, learningRateMin, epoch, epochs);
  let [begin, length] = [0, restartEpochs];
  while (epoch >= begin + length) {
    begin += length;
    length *= restartFactor;
  }
  return cosineAnneal(learningRate, learningRateMin, epoch - begin, length);
}
