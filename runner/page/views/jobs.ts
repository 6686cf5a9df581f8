/** Every job of an experiment in one compact list. */
import { dependenciesOf } from '../../graph/job-graph.ts';
import type { PlannedJob } from '../../graph/plan.ts';
import type { JobRow, JobState, JobsAnswer } from '../answers.ts';
import type { OpenedExperiment } from '../page-data.ts';

export function jobsView(opened: OpenedExperiment): JobsAnswer {
  return opened.once('jobs', () => {
    const states = jobStates(opened);
    const { jobs } = opened.plan();
    const rows = jobs.map((planned, i): JobRow => {
      const { label, kind, variant, seedSet, stage, seed } = planned.job;
      const key = planned.status === 'waits' ? null : planned.key;
      const needs = dependenciesOf(planned.job).length;
      return [label, kind, variant, seedSet, stage, seed, states[i] ?? 'waits', key, needs];
    });
    return { jobs: rows };
  });
}

/** In graph order. A job that is to run, and has a result of other code, data or settings, is `earlier`. */
export function jobStates({ plan, once, experiment }: OpenedExperiment): readonly JobState[] {
  return once('states', () => {
    const { jobs, latest } = plan();
    const find = experiment.store.quickLookup();
    const earlier = (planned: PlannedJob): boolean => {
      const { label } = planned.job;
      const key = latest !== undefined && Object.hasOwn(latest.jobs, label) ? latest.jobs[label] : undefined;
      if (key === undefined || (planned.status !== 'waits' && planned.key === key)) return false;
      return find(key) !== undefined;
    };
    return jobs.map((planned): JobState => {
      if (planned.status === 'hit') return 'done';
      if (planned.status === 'run' && planned.why.reason === 'failed-last-time') return 'failed';
      return earlier(planned) ? 'earlier' : planned.status;
    });
  });
}
