/** The two ways to name a lock: a file, and a commit. */
import { basename, resolve } from 'node:path';
import type { Lock } from '../../schemas/lock.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { parseLock } from '../lock/lock-file.ts';
import type { Project } from '../project/project.ts';
import { readRegularFile, unreadableText } from '../util/regular-file.ts';
import { committedLock } from './committed-lock.ts';
import { badLock, type EvidenceProblem, evidenceProblem } from './evidence-problem.ts';
import type { EvidenceView } from './evidence-view.ts';
import { lockView } from './lock-view.ts';
import { lockedEvidence } from './locked-evidence.ts';
import { askedProfile } from './locked-run.ts';

export interface LockRequest {
  readonly project: Project | undefined;
  /** As the command line has it. */
  readonly name: string;
  readonly profile: string | undefined;
}

export async function committedLockView(
  request: LockRequest & { readonly project: Project },
  id: string,
  revision: string,
): Promise<Result<EvidenceView, EvidenceProblem>> {
  const lock = await committedLock(request.project, id, revision);
  return lock.ok ? viewOf(request, lock.value) : lock;
}

const mostBytes = 2 ** 30;

export async function lockFileView(
  request: LockRequest,
  cwd: string,
): Promise<Result<EvidenceView, EvidenceProblem>> {
  const { name } = request;
  const content = readRegularFile(resolve(cwd, name), mostBytes);
  if (!content.ok)
    return fail(
      evidenceProblem(
        `expected a lock file at ${name}, found ${content.failures.map(unreadableText).join('; ')}`,
        'name a `*.lock.json`, or `<id>@<commit>` for a lock that is committed',
      ),
    );
  const text = content.value.toString('utf8');
  const lock = parseLock(text, name, idIn(text) ?? basename(name, '.lock.json'));
  return lock.ok ? viewOf(request, lock.value) : fail(badLock(lock.failures));
}

/** A lock far from its manifest says itself whose it is. */
function idIn(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('id' in value)) return undefined;
    return typeof value.id === 'string' ? value.id : undefined;
  } catch {
    return undefined;
  }
}

async function viewOf(
  { project, name, profile }: LockRequest,
  lock: Lock,
): Promise<Result<EvidenceView, EvidenceProblem>> {
  const run = askedProfile(lock, name, profile);
  if (!run.ok) return run;
  const { id, locked } = run.value;
  const side = { name, kind: 'lock', id, profile: run.value.profile, commit: locked.commit } as const;
  return ok(lockView({ side, locked, ...(await lockedEvidence(project, run.value)) }));
}
