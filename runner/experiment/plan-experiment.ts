/** The plan of an experiment against its store. */
import { type Plan, planGraph } from '../graph/plan.ts';
import type { Experiment } from './experiment.ts';
import { type LatestRun, readLatestRun } from './latest-run.ts';

export interface ExperimentPlan extends Plan {
  /** The run that the plan is compared with; undefined when there was none. */
  readonly latest: LatestRun | undefined;
}

export function planExperiment({ graph, context, store, name, project }: Experiment): ExperimentPlan {
  const plan = planGraph(graph, context, store.outputLookup());
  return { ...plan, latest: readLatestRun(project.storeRoot, name) };
}
