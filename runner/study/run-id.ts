/** Ids of runs: when it began, of which experiment, in which process. */

/** So that the id of a run is a name of a folder, whatever the experiment is called. */
const longestName = 80;

export const makeRunId = (began: Date, experiment: string, process: number): string =>
  `${began.toISOString().replace(/[-:]|\.\d+/g, '')}-${experiment.slice(0, longestName)}-${process}`;

/** Whether a run was of the experiment with this name, as far as its id tells. */
export const isRunOf = (runId: string, experiment: string): boolean =>
  /^\d{8}T\d{6}Z-(.*)-\d+$/.exec(runId)?.[1] === experiment.slice(0, longestName);
