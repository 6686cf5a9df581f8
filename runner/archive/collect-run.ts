/** From a lock and a store to the files of an archive, each checked against the lock as it is taken. */
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { byCodeUnit, canonicalJson, sha256 } from '../../schemas/canonical.ts';
import { namePattern } from '../../schemas/contract.ts';
import type { JobKey } from '../../schemas/ids.ts';
import { type LockedProfile, lockVersion } from '../../schemas/lock.ts';
import type { JobRecord } from '../../schemas/record.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { hasLockedOutputs } from '../lock/lock-difference.ts';
import { lockText } from '../lock/lock-file.ts';
import type { Project } from '../project/project.ts';
import { experimentName } from '../store/experiment-name.ts';
import { outputDigests, recordText } from '../store/record-file.ts';
import type { Store } from '../store/store.ts';
import { storeProblemText } from '../store/store-problem-text.ts';
import { trialsOf } from '../store/trials-of.ts';
import { unlessMissing } from '../util/system-error.ts';
import { type ArtifactChoice, isChosen } from './chosen-outputs.ts';
import { type ArchivedFile, archivedBytes, archivedFile } from './content.ts';
import type { ExportProblem } from './export-problem.ts';
import { lockFile, manifestFile, objectPath, recordPath, reportPath, sourcePath } from './layout.ts';
import { lockedSources, resolveLocked } from './locked-sources.ts';
import { readmeFile, readmeText } from './readme.ts';
import { isOfReports } from './report-files.ts';
import type { RunContent, RunName } from './run-content.ts';

export interface ExportTarget extends RunName {
  /** The manifest, from the working directory. */
  readonly file: string;
  readonly locked: LockedProfile;
}

export interface CollectedRun {
  readonly content: RunContent;
  readonly files: readonly ArchivedFile[];
}

export async function collectRun(
  project: Project,
  store: Store,
  target: ExportTarget,
  choice: ArtifactChoice,
): Promise<Result<CollectedRun, ExportProblem>> {
  const { id, profile, locked } = target;
  const records = recordsOf(store, locked);
  if (!records.ok) return records;
  const sources = await lockedSources(project, locked);
  if (!sources.ok) return sources;
  const manifestPath = manifestPathOf(project, target);
  const manifest = resolveLocked(sources.value, manifestPath, profile, locked);
  if (!manifest.ok) return manifest;
  const reports = reportsOf(store, target);
  if (!reports.ok) return reports;
  const objects = objectsOf(store, records.value, choice);
  if (!objects.ok) return objects;
  const lock = { formatVersion: lockVersion, id, profiles: { [profile]: locked } } as const;
  const content: RunContent = {
    ...{ id, profile, lock, locked, manifest: manifest.value, manifestPath },
    ...{ records: records.value, sources: sources.value },
  };
  return ok({
    content,
    files: [
      archivedBytes(readmeFile, readmeText(content)),
      archivedBytes(lockFile, lockText(lock)),
      archivedBytes(manifestFile, `${canonicalJson(manifest.value)}\n`),
      ...[...sources.value].map(([path, content]) => archivedBytes(sourcePath(path), content)),
      ...records.value.map((record) => archivedBytes(recordPath(record.key), recordText(record))),
      ...reports.value,
      ...objects.value,
    ],
  });
}

/** As the lock names it: the one that is not extended by it. */
function manifestPathOf(project: Project, { file, locked }: ExportTarget): string {
  const paths = Object.keys(locked.files);
  const homes = [project.root, project.program.installed ?? project.root];
  const candidates = homes.map((home) => relative(home, resolve(file)).split(sep).join('/'));
  return candidates.find((path) => paths.includes(path)) ?? paths[0] ?? '';
}

/** Jobs that are the same computation have one record; of a search also its trials, as far as they are still there. */
function recordsOf(store: Store, { jobs }: LockedProfile): Result<readonly JobRecord[], ExportProblem> {
  const found = new Map<JobKey, JobRecord>();
  const [missing, differing]: [string[], string[]] = [[], []];
  for (const [label, job] of Object.entries(jobs)) {
    const record = store.findRecord(job.key);
    if (record === undefined) missing.push(label);
    else if (record.dirtyPatch !== null || !hasLockedOutputs(record, job)) differing.push(label);
    else found.set(record.key, record);
    for (const trial of record === undefined ? [] : trialsOf(outputDigests(record.outputs), store)) {
      const tried = store.findRecord(trial.key);
      if (tried === undefined) missing.push(`${label}/t${trial.trial}`);
      else if (tried.dirtyPatch !== null || !hasLockedOutputs(tried, trial))
        differing.push(`${label}/t${trial.trial}`);
      else found.set(tried.key, tried);
    }
  }
  if (missing.length > 0) return fail({ reason: 'jobs-missing', labels: missing });
  return differing.length > 0 ? fail({ reason: 'jobs-differ', labels: differing }) : ok([...found.values()]);
}

/** The files that the lock names, and those beside them that are of the same reports: drawings, provenance, plain text. */
function reportsOf(
  store: Store,
  { id, profile, locked }: ExportTarget,
): Result<readonly ArchivedFile[], ExportProblem> {
  const folder = join(store.root, 'reports', experimentName(id, profile));
  const isOfLock = isOfReports(locked);
  const there = (unlessMissing(() => readdirSync(folder)) ?? []).filter(
    (file) => namePattern.test(file) && isOfLock(file) && lstatSync(join(folder, file)).isFile(),
  );
  const contents = new Map(there.sort(byCodeUnit).map((file) => [file, readFileSync(join(folder, file))]));
  const wrong = Object.entries(locked.reports).flatMap(([file, digest]) => {
    const content = contents.get(file);
    return content !== undefined && sha256(content) === digest ? [] : [file];
  });
  if (wrong.length > 0) return fail({ reason: 'reports-differ', files: wrong });
  return ok([...contents].map(([file, content]) => archivedBytes(reportPath(file), content)));
}

function objectsOf(
  store: Store,
  records: readonly JobRecord[],
  choice: ArtifactChoice,
): Result<readonly ArchivedFile[], ExportProblem> {
  const files = new Map<string, ArchivedFile>();
  for (const { label, outputs } of records) {
    for (const [output, { digest }] of Object.entries(outputs)) {
      const path = objectPath(digest);
      if (!isChosen(choice, output) || files.has(path)) continue;
      const object = store.verifiedPath(digest);
      if (!object.ok) {
        const detail = object.failures.map(storeProblemText).join('; ');
        return fail({ reason: 'output-unusable', label, output, detail });
      }
      files.set(path, archivedFile(path, object.value));
    }
  }
  return ok([...files.values()]);
}
