/** A lock and what a rerun of it found, held against each other as `reprise diff` holds any two sides. */
import type { RunDiff } from '../../schemas/diff.ts';
import type { Project } from '../project/project.ts';
import type { FinishedRerun } from '../rerun/rerun.ts';
import { openStore } from '../store/open-store.ts';
import { readOnlyStore } from '../store/read-only-store.ts';
import { profileCall } from '../study/experiment-call.ts';
import { compareSides } from './compare-sides.ts';
import { type EvidenceView, type JobView, known, unknown } from './evidence-view.ts';
import { lockView } from './lock-view.ts';
import { lockedCode, lockedEvidence, lockedManifest } from './locked-evidence.ts';
import type { LockedRun } from './locked-run.ts';
import { recordEvidence } from './record-evidence.ts';

type Finished = Pick<FinishedRerun, 'storeRoot' | 'result'>;

export async function rerunDifference(
  project: Project,
  run: LockedRun,
  finished: Finished,
): Promise<RunDiff> {
  const { id, profile, locked } = run;
  const side = { name: profileCall(run), kind: 'lock', id, profile, commit: locked.commit } as const;
  const lock = lockView({ side, locked, ...(await lockedEvidence(project, run)) });
  return compareSides(lock, await rerunView(project, run, finished));
}

async function rerunView(
  project: Project,
  { id, profile }: LockedRun,
  { storeRoot, result }: Finished,
): Promise<EvidenceView> {
  const { found, graph, reports } = result;
  const store = readOnlyStore(openStore(storeRoot));
  const resolved = await lockedManifest(project, { id, profile, locked: found });
  const view = lockView({
    side: { name: profileCall({ id, profile }), kind: 'rerun', id, profile, commit: found.commit },
    ...{ locked: found, resolved },
    reached: () => lockedCode(project, found, resolved),
    recordOf: (key) => store.findRecord(key),
    noRecord: 'its store has no record of it',
    texts: async () =>
      new Map(reports.flatMap(({ name, json }) => (json === null ? [] : [[`${name}.json`, json] as const]))),
  });
  const computed = new Map(view.jobs.map((job) => [job.label, job]));
  return { ...view, jobs: graph.map(({ label }) => computed.get(label) ?? failedJob(label)) };
}

const failedJob = (label: string): JobView => {
  const why = 'it was not computed';
  const none = unknown(why);
  return { label, seed: none, key: none, result: known(null), ...recordEvidence(undefined, why) };
};
