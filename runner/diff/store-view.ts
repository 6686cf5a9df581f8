/** An experiment as it stands now: manifest and code of the folder, and what the store has of their jobs. */
import { sha256 } from '../../schemas/canonical.ts';
import { engineOf, isCommandTask } from '../../schemas/command.ts';
import { codeParts } from '../../schemas/record.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { PlannedJob } from '../graph/plan.ts';
import type { CodeState } from '../project/code-state.ts';
import type { Project } from '../project/project.ts';
import { isResultFile } from '../report/report-files.ts';
import { type ReadOnlyStore, readOnlyStore } from '../store/read-only-store.ts';
import { type Experiment, openExperiment } from '../study/experiment.ts';
import { planExperiment } from '../study/plan-experiment.ts';
import { experimentProblemsText } from '../study/problem-text.ts';
import { engineFields } from './engine-fields.ts';
import type { EvidenceProblem } from './evidence-problem.ts';
import { type EvidenceView, type JobView, known, unknown, untoldReports } from './evidence-view.ts';
import { reachedCode, reachingJobs } from './reached-code.ts';
import { recordEvidence, recordResult } from './record-evidence.ts';
import { reportFolder } from './report-folder.ts';

/** @param name the id or path of a manifest. */
export async function storeView(
  project: Project,
  name: string,
  profile: string | undefined,
): Promise<Result<EvidenceView, EvidenceProblem>> {
  const opened = await openExperiment(project, name, { profile, optionalData: true });
  if (!opened.ok) return fail({ text: experimentProblemsText(opened.failures) });
  const store = readOnlyStore(opened.value.store);
  const experiment = { ...opened.value, store };
  const { manifest, manifestDigest, code, graph } = experiment;
  const { id, engine, task } = manifest;
  const jobs = planExperiment(experiment).jobs.map((planned) => jobView(planned, store));
  return ok({
    side: { name, kind: 'store', id, profile: experiment.profile, commit: code.commit },
    manifest: { digest: known(manifestDigest), resolved: known(manifest) },
    code: {
      parts: partsOf(code),
      reached: async () => known(reachedCode(code.closures, reachingJobs(graph.jobs, task), engine)),
      isDeclared: isCommandTask(task),
    },
    engine: known(engineFields(engineOf(task, engine))),
    jobs,
    unlisted: null,
    reports: reportsOf(experiment, jobs),
  });
}

/** What the commit holds is what lies in the folder, unless that has changed. */
function partsOf({ dirty, trees }: CodeState): EvidenceView['code']['parts'] {
  const isPart = (path: string): boolean =>
    codeParts.some((part) => path === part || path.startsWith(`${part}/`));
  return dirty?.changed.some(isPart) === true
    ? unknown('the folder has changes of the program that no commit has')
    : known(trees);
}

function jobView(planned: PlannedJob, store: ReadOnlyStore): JobView {
  const { label, seed } = planned.job;
  const noRecord = 'it was not computed';
  if (planned.status === 'waits') {
    const key = unknown('it depends on what other jobs will make');
    return { label, seed: known(seed), key, result: known(null), ...recordEvidence(undefined, noRecord) };
  }
  const key = known(planned.key);
  const record = store.look(planned.key);
  if (typeof record === 'string') {
    const why = `its record ${record}`;
    return { label, seed: known(seed), key, result: unknown(why), ...recordEvidence(undefined, why) };
  }
  const evidence = recordEvidence(record, noRecord);
  return {
    ...{ label, seed: known(seed), key, ...evidence },
    material: planned.status === 'run' ? known(planned.material) : evidence.material,
    result: known(record === undefined ? null : recordResult(record, store)),
  };
}

function reportsOf({ store, name }: Experiment, jobs: readonly JobView[]): EvidenceView['reports'] {
  const isWhole = jobs.every(({ result }) => 'value' in result && result.value !== null);
  if (!isWhole)
    return untoldReports('those that lie in the store are of an earlier run: not every job has a result');
  const { names, read } = reportFolder(store.root, name);
  const files = names()
    ?.filter(isResultFile)
    .flatMap((file): [string, Buffer][] => {
      const content = read(file);
      return content === undefined ? [] : [[file, content]];
    });
  if (files === undefined) return untoldReports('no run has written them');
  return {
    digests: known(Object.fromEntries(files.map(([file, content]) => [file, sha256(content)]))),
    texts: async () =>
      new Map(
        files
          .filter(([file]) => file.endsWith('.json'))
          .map(([file, content]) => [file, content.toString('utf8')]),
      ),
  };
}
