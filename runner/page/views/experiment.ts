/** An experiment at a glance: what it is, how far it is, and its jobs in groups of one method, seed set and stage. */
import { dependenciesOf } from '../../graph/job-graph.ts';
import { reportKindOf } from '../../report/find-kind.ts';
import { experimentCall } from '../../study/experiment-call.ts';
import { settingText } from '../../study/setting-text.ts';
import { taskText } from '../../study/task-text.ts';
import type { ExperimentAnswer, JobGroup } from '../answers.ts';
import type { OpenedExperiment } from '../page-data.ts';
import { jobStates } from './jobs.ts';

export function experimentView(opened: OpenedExperiment): ExperimentAnswer {
  const { experiment, once } = opened;
  const { manifest, code } = experiment;
  return {
    ...{
      id: manifest.id,
      profile: experiment.profile,
      title: manifest.title,
      call: experimentCall(experiment),
    },
    ...{ digest: experiment.manifestDigest, commit: code.commit, dirty: code.dirty !== null },
    ...{ task: taskText(manifest), space: manifest.space.name, setting: settingText(experiment) },
    seedSets: Object.entries(manifest.seedSets).map(([name, seeds]) => ({ name, seeds })),
    stages: Object.entries(manifest.stages).map(([name, { kind }]) => ({ name, kind })),
    reports: Object.entries(manifest.reports).map(([name, report]) => ({
      ...{ name, title: report.title, kind: report.kind, kindTitle: reportKindOf(report).title },
    })),
    ...once('groups', () => groupsOf(opened)),
  };
}

/** Groups in graph order, and how many jobs of one read from jobs of another. */
function groupsOf(opened: OpenedExperiment): Pick<ExperimentAnswer, 'groups' | 'edges'> {
  const { graph } = opened.experiment;
  const states = jobStates(opened);
  const groups = new Map<string, JobGroup>();
  const edges = new Map<string, { from: string; to: string; jobs: number }>();
  const groupOf = ({
    variant,
    seedSet,
    stage,
  }: {
    variant: string;
    seedSet: string;
    stage: string;
  }): string => JSON.stringify([variant, seedSet, stage]);
  for (const [i, job] of graph.jobs.entries()) {
    const { variant, displayName, method, seedSet, stage } = job;
    const name = groupOf(job);
    const group = groups.get(name) ?? {
      ...{ name, variant, displayName, method, seedSet, stage, jobs: 0 },
      states: { done: 0, earlier: 0, run: 0, waits: 0, failed: 0 },
    };
    const state = states[i] ?? 'waits';
    groups.set(name, {
      ...group,
      jobs: group.jobs + 1,
      states: { ...group.states, [state]: group.states[state] + 1 },
    });
    for (const label of dependenciesOf(job)) {
      const source = graph.byLabel.get(label);
      if (source === undefined || groupOf(source) === name) continue;
      const edge = JSON.stringify([groupOf(source), name]);
      const known = edges.get(edge) ?? { from: groupOf(source), to: name, jobs: 0 };
      edges.set(edge, { ...known, jobs: known.jobs + 1 });
    }
  }
  return { groups: [...groups.values()], edges: [...edges.values()] };
}
