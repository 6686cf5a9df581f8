/** The plan of an experiment against its store. */
import type { JobKey } from '../../schemas/ids.ts';
import { type KnownOutputs, outputDigests } from '../graph/key-material.ts';
import { type Plan, planGraph } from '../graph/plan.ts';
import type { Experiment } from './experiment.ts';
import { type LatestRun, readLatestRun } from './latest-run.ts';

export interface ExperimentPlan extends Plan {
  /** The run that the plan is compared with; undefined when there was none. */
  readonly latest: LatestRun | undefined;
}

export function planExperiment(experiment: Experiment): ExperimentPlan {
  const { graph, context, store, name, project } = experiment;
  const latest = readLatestRun(project.storeRoot, name);
  const known = new Map(Object.values(latest?.jobs ?? {}).map(({ key, outputs }) => [key, outputs]));
  const findOutputs = (key: JobKey): KnownOutputs | undefined => {
    const outputs = known.get(key);
    // Reading a record takes longer than all else in a plan, so it is read only when the latest run did not see it.
    if (outputs !== undefined && store.hasRecord(key)) return outputs;
    const record = store.findRecord(key);
    return record === undefined ? undefined : outputDigests(record);
  };
  return { ...planGraph(graph, context, findOutputs), latest };
}
