/**
 * The numbers in the lines of `trajectory.jsonl`, as a task declares them: reports name them, `reprise check` knows them
 * and the manual lists them.
 */

/** Dotted name of a number in a line to what it is, in a few words. */
export type LineFields = Readonly<Record<string, string>>;
/** By the `phase` of the lines. */
export type Phases = Readonly<Record<string, LineFields>>;

/** Of a form, what any of its methods writes; some write less. */
export interface Trajectories {
  readonly 'black-box': Phases;
  readonly 'weight-sharing': Phases;
  readonly direct: Phases;
  /** Of the stage that trains an architecture. */
  readonly stage: Phases;
}

export const trialFields = { trial: 'number of the trial, from 0', epochs: 'length of its training' };

/** What the logical clock saw, besides the scores. */
export const decisionFields = {
  ...{ time: 'logical seconds since the search began', worker: 'number of the logical worker, from 0' },
  ...trialFields,
  ...{ resumes: 'the trial that it continues', seconds: 'how long it took, in logical time' },
};

/** The best trial so far, besides its scores. */
export const incumbentFields = {
  time: 'logical seconds since the search began',
  trial: trialFields.trial,
};

/** Trials without a score. */
export const failedTrials: Phases = { crash: trialFields, invalid: trialFields };
