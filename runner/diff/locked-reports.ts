/**
 * The data of the reports that a lock names: as the store has them, or made again of the numbers of the lock.
 * Only what has the locked digest is given.
 */
import { sha256 } from '../../schemas/canonical.ts';
import type { LockedJob, LockedProfile } from '../../schemas/lock.ts';
import type { ResolvedManifest } from '../../schemas/manifest.ts';
import { expand } from '../graph/expand.ts';
import type { JobGraph } from '../graph/job-graph.ts';
import type { ReportSource } from '../report/report-source.ts';
import { experimentName } from '../store/experiment-name.ts';
import type { Store } from '../store/store.ts';
import { buildReports } from '../study/build-reports.ts';
import { reportSource } from '../study/report-source.ts';
import { settingText } from '../study/setting-text.ts';
import type { Known } from './evidence-view.ts';
import type { LockedRun } from './locked-run.ts';
import { reportFolder } from './report-folder.ts';

/** @returns by name of the JSON file. */
export async function lockedReports(
  store: Store,
  { id, profile, locked }: LockedRun,
  resolved: Known<ResolvedManifest>,
): Promise<ReadonlyMap<string, string>> {
  const { read } = reportFolder(store.root, experimentName(id, profile));
  const wanted = Object.entries(locked.reports).filter(([file]) => file.endsWith('.json'));
  const there = wanted.flatMap(([file, digest]): [string, string][] => {
    const content = read(file);
    return content !== undefined && sha256(content) === digest ? [[file, content.toString('utf8')]] : [];
  });
  if (there.length === wanted.length || 'unknown' in resolved) return new Map(there);
  const graph = expand(resolved.value);
  const setting = settingText({ manifest: resolved.value, profile, adHoc: false });
  const made = await buildReports(resolved.value, setting, lockedSource(graph, store, locked));
  const files = made.flatMap(({ reproducible }) => Object.entries(reproducible));
  return new Map(files.filter(([file, text]) => sha256(text) === locked.reports[file]));
}

/** Numbers are those of the lock; outputs of JSON lines, which it only names, those of the store. */
function lockedSource(graph: JobGraph, store: Store, { jobs, commit }: LockedProfile): ReportSource {
  const metrics = new Map<string, LockedJob['metrics']>(
    Object.values(jobs).map((job) => [job.key, job.metrics]),
  );
  return {
    ...reportSource(graph, store, new Map()),
    recordOf({ label }) {
      const job = Object.hasOwn(jobs, label) ? jobs[label] : undefined;
      if (job === undefined) return 'not-run';
      const { key, artifactId, outputs } = job;
      const files = Object.entries(outputs).map(([name, digest]) => [name, { digest }] as const);
      return { key, artifactId, commit, dirtyPatch: null, outputs: Object.fromEntries(files) };
    },
    metricsOf: ({ key }) => metrics.get(key) ?? undefined,
  };
}
