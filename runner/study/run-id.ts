/** Ids of runs: when it began, of which experiment, in which process. */

/** So that the id of a run is a name of a folder, whatever the experiment is called. */
const longestName = 80;

export const makeRunId = (began: Date, experiment: string, process: number): string =>
  `${began.toISOString().replace(/[-:]|\.\d+/g, '')}-${experiment.slice(0, longestName)}-${process}`;

/** Of which experiment a run was, cut where its name is long; the whole id of one of another form. */
export const experimentOf = (runId: string): string => /^\d{8}T\d{6}Z-(.*)-\d+$/.exec(runId)?.[1] ?? runId;

/** Whether a run was of the experiment with this name, as far as its id tells. */
export const isRunOf = (runId: string, experiment: string): boolean =>
  experimentOf(runId) === experiment.slice(0, longestName);
