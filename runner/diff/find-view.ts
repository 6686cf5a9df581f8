/** What a person means by one side of a comparison. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { Project } from '../project/project.ts';
import { manifestFile } from '../study/manifest-file.ts';
import { unlessRefused } from '../util/system-error.ts';
import { archiveView } from './archive-source.ts';
import { type EvidenceProblem, evidenceProblem } from './evidence-problem.ts';
import type { EvidenceView } from './evidence-view.ts';
import { committedLockView, lockFileView } from './lock-source.ts';
import { runView } from './run-view.ts';
import { storeView } from './store-view.ts';

export interface SideRequest {
  /** Undefined outside of any. */
  readonly project: Project | undefined;
  readonly cwd: string;
  /** The id or path of a manifest, `<id>@<commit>`, a lock file, an archive, or the id of a run. */
  readonly name: string;
  readonly profile: string | undefined;
}

const runId = /^\d{8}T\d{6}Z-.*-\d+$/;

export async function findView(request: SideRequest): Promise<Result<EvidenceView, EvidenceProblem>> {
  const { name, cwd, project, profile } = request;
  if (isFile(cwd, name))
    return name.endsWith('.json') ? lockFileView(request, cwd) : archiveView(request, cwd);
  if (project === undefined) return fail(noProject(name));
  if (runId.test(name)) return viewOfRun(project, name);
  const [, id, revision] = /^(.+?)@(?!\{)((?:[^@]|@\{)+)$/.exec(name) ?? [];
  // An id may have an `@` of its own.
  if (id !== undefined && revision !== undefined && !manifestFile(project, name).ok)
    return committedLockView({ project, name, profile }, id, revision);
  return storeView(project, name, profile);
}

/**
 * Told by the ending, or by a slash, which no id has. Behind an `@` both may stand in the name of a branch, so there the
 * file must be there.
 */
const isFile = (cwd: string, name: string): boolean =>
  !name.endsWith('.yaml') &&
  /\.(?:json|zip)$|\//.test(name) &&
  (!name.includes('@') || isThere(resolve(cwd, name)));

const isThere = (path: string): boolean =>
  unlessRefused(() => statSync(path, { throwIfNoEntry: false })) !== undefined;

function viewOfRun(project: Project, name: string): Result<EvidenceView, EvidenceProblem> {
  const view = runView(project, name);
  return view === undefined
    ? fail(
        evidenceProblem(
          `expected a run of the store, found none called "${name}" in ${project.storeRoot}`,
          '`reprise status --runs` lists the latest runs',
        ),
      )
    : ok(view);
}

const noProject = (name: string): EvidenceProblem =>
  evidenceProblem(
    `expected a lock file or an archive, found "${name}", which is neither, and no project in the current folder or above it`,
    'change into a clone of your experiments, where ids, commits and runs have a meaning',
  );
