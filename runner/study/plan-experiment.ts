/** The plan of an experiment against its store. */
import type { JobKey } from '../../schemas/ids.ts';
import { type Plan, planGraph } from '../graph/plan.ts';
import type { Experiment } from './experiment.ts';
import { type LatestRun, readLatestRun } from './latest-run.ts';

export interface ExperimentPlan extends Plan {
  /** The run that the plan is compared with; undefined when there was none. */
  readonly latest: LatestRun | undefined;
}

export function planExperiment(experiment: Experiment): ExperimentPlan {
  const { graph, context, store, name, project, code } = experiment;
  const failureOf = store.failureLookup();
  const view = { find: store.quickLookup(), failure: (key: JobKey) => failureOf(key)?.failure };
  const plan = planGraph(graph, { context, clean: code.dirty === null }, view);
  return { ...plan, latest: readLatestRun(project.storeRoot, name) };
}
