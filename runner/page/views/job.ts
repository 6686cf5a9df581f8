/** A job of an experiment: its place in the graph, whether it is in the store and why not, and its result. */
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { dependenciesOf } from '../../graph/job-graph.ts';
import type { PlannedJob } from '../../graph/plan.ts';
import { failureText } from '../../log/failure-text.ts';
import { closest } from '../../manifest-tree/suggest.ts';
import type { JobAnswer } from '../answers.ts';
import { type PageProblem, parameter, problem } from '../asked.ts';
import type { OpenedExperiment } from '../page-data.ts';
import { recordAnswer } from './job-record.ts';

export function jobView(opened: OpenedExperiment, url: URL): Result<JobAnswer, PageProblem> {
  const asked = parameter(url, 'label');
  if (!asked.ok) return fail(...asked.failures);
  const label = asked.value;
  const { graph, store, manifest } = opened.experiment;
  const planned = plannedBy(opened).get(label);
  if (planned === undefined) {
    const meant = closest(label, graph.byLabel.keys());
    return fail(
      problem(
        404,
        `expected the label of a job of ${manifest.id}, found "${label}"`,
        meant === null ? 'the graph lists the jobs' : `did you mean "${meant}"?`,
      ),
    );
  }
  const { job } = planned;
  const found = opened.traced().stateOf(label);
  const key = planned.status === 'waits' ? null : planned.key;
  const looked = key === null || 'record' in found ? undefined : store.look(key);
  return ok({
    ...{ label, kind: job.kind, seed: job.seed, parameters: job.parameters, key, state: found.state },
    ...{ method: job.displayName, variant: job.variant, seedSet: job.seedSet, stage: job.stage },
    why: typeof looked === 'string' ? `its record ${looked}` : whyText(planned),
    failure: found.state === 'failed' ? failureText(found.failed.failure) : null,
    inputs: Object.entries(job.inputs).map(([name, { from, file }]) => ({ name, from, file })),
    dependents: dependentsOf(opened, label),
    result: 'record' in found ? recordAnswer(found.record, store) : null,
  });
}

const plannedBy = ({ once, plan }: OpenedExperiment): ReadonlyMap<string, PlannedJob> =>
  once('planned', () => new Map(plan().jobs.map((planned) => [planned.job.label, planned])));

function dependentsOf({ once, experiment: { graph } }: OpenedExperiment, label: string): readonly string[] {
  const all = once('dependents', () => {
    const found = new Map<string, string[]>();
    for (const job of graph.jobs)
      for (const from of dependenciesOf(job)) {
        const known = found.get(from);
        if (known === undefined) found.set(from, [job.label]);
        else known.push(job.label);
      }
    return found;
  });
  return all.get(label) ?? [];
}

function whyText(planned: PlannedJob): string {
  if (planned.status === 'hit') return 'in the store';
  if (planned.status === 'waits')
    return `waits for ${planned.waitsFor.join(', ')}; its key names what they will make`;
  switch (planned.why.reason) {
    case 'not-in-store':
      return 'not in the store';
    case 'failed-last-time':
      return 'failed when it ran last';
    case 'dirty-result':
      return 'its result is of a tree with uncommitted changes, and this tree is clean';
    case 'outputs-unusable':
      return `outputs are missing or damaged: ${planned.why.outputs.join(', ')}; the next run computes it again`;
    case 'same-as':
      return `the same computation as ${planned.why.label}, which is to run`;
    default:
      return planned.why satisfies never;
  }
}
