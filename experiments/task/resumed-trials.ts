/** Trials that go on from where the trial that was promoted ended. */
import type { Sha256 } from '../../schemas/ids.ts';
import { checkpointInput, checkpointOutput } from '../model/checkpoint.ts';
import type { FinishedTrial } from '../trial/finished-trial.ts';

/** The part of `TrainedTrials` that makes them. */
export interface ResumedTrials {
  readonly resumes: true;
  inputs(before: FinishedTrial): Readonly<Record<string, Sha256>>;
}

/** @throws Error for a trial that left no checkpoint: every one that a longer trial may follow leaves one */
export const resumedTrials: ResumedTrials = {
  resumes: true,
  inputs({ outputs }) {
    const digest = outputs[checkpointOutput];
    if (digest === undefined)
      throw new Error('Internal error: the trial that was promoted left no checkpoint');
    return { [checkpointInput]: digest };
  },
};
