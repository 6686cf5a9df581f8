/** What a clone and its store know of a lock: the manifest and the code of its commit, records, reports. */
import type { LockedProfile } from '../../schemas/lock.ts';
import type { ResolvedManifest } from '../../schemas/manifest.ts';
import { lockedSources, resolveLocked } from '../archive/locked-sources.ts';
import { expand } from '../graph/expand.ts';
import type { Project } from '../project/project.ts';
import { findCommit } from '../rerun/find-commit.ts';
import { readOnlyStore } from '../store/read-only-store.ts';
import { openProjectStore } from '../study/experiment.ts';
import { type Known, known, type ReachedCode, unknown } from './evidence-view.ts';
import type { LockEvidence } from './lock-view.ts';
import { lockedReports } from './locked-reports.ts';
import type { LockedRun } from './locked-run.ts';
import { reachedAt, reachingJobs } from './reached-code.ts';

type Beside = Pick<LockEvidence, 'resolved' | 'reached' | 'recordOf' | 'noRecord' | 'texts'>;

/** @param project undefined outside of any, where a lock stands alone. */
export async function lockedEvidence(project: Project | undefined, run: LockedRun): Promise<Beside> {
  if (project === undefined) return alone;
  const store = readOnlyStore(openProjectStore(project));
  const resolved = await lockedManifest(project, run);
  return {
    resolved,
    reached: () => lockedCode(project, run.locked, resolved),
    recordOf: (key) => store.findRecord(key),
    noRecord: 'a lock does not tell, and the store has no record of this result',
    texts: () => lockedReports(store, run, resolved),
  };
}

const noProject = 'a lock does not tell, and there is no project around the current folder that does';

const alone: Beside = {
  resolved: unknown(noProject),
  reached: async () => unknown(noProject),
  recordOf: () => undefined,
  noRecord: noProject,
  texts: async () => new Map(),
};

/** As the lock has it: which of its files is the manifest, and not one that it extends, its digest says. */
export async function lockedManifest(
  project: Project,
  { profile, locked }: LockedRun,
): Promise<Known<ResolvedManifest>> {
  const sources = await lockedSources(project, locked);
  if (!sources.ok) return unknown('this clone lacks the files of its locked commit');
  for (const path of Object.keys(locked.files)) {
    const resolved = resolveLocked(sources.value, path, profile, locked);
    if (resolved.ok) return known(resolved.value);
  }
  return unknown('this version of Reprise does not resolve its manifest to the locked digest');
}

/** @param resolved says which jobs there are, and so what they reach. */
export async function lockedCode(
  project: Project,
  locked: LockedProfile,
  resolved: Known<ResolvedManifest>,
): Promise<Known<ReachedCode>> {
  if (locked.code.runner === undefined)
    return unknown('its program is an installed package, which package-lock.json names');
  if ('unknown' in resolved) return resolved;
  const commit = await findCommit(project.root, locked);
  if (!commit.ok) return unknown('this clone has no commit with the locked code and manifest');
  const { task, engine } = resolved.value;
  return reachedAt(project, commit.value.commit, reachingJobs(expand(resolved.value).jobs, task), engine);
}
