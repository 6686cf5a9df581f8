/** `reprise fsck`: reads and verifies everything in the store. */
import type { Lock } from '../../../schemas/lock.ts';
import { Git } from '../../project/git.ts';
import { lockContradictions, reportContradictions } from '../../rerun/lock-contradictions.ts';
import type { Store } from '../../store/store.ts';
import type { FsckFinding } from '../../store/store-problem.ts';
import { storeProblemText } from '../../store/store-problem-text.ts';
import { commitChecker } from '../../study/commit-checker.ts';
import { openProjectStore } from '../../study/experiment.ts';
import { type ExitCode, exitCode } from '../../util/exit-code.ts';
import { onlyFailure } from '../../util/only-failure.ts';
import { type CliContext, type ProjectFlags, requireProject } from '../context.ts';
import { findLock } from '../find-locked.ts';

/** An orphan is what an interrupted run leaves, an outdated record what an older version left; both harm nothing. */
const harmless: ReadonlySet<FsckFinding['reason']> = new Set(['object-orphan', 'record-outdated']);

export interface FsckFlags extends ProjectFlags {
  /** Id of a manifest whose lock the store is held against. */
  readonly lock?: string;
}

export async function fsckCommand(context: CliContext, flags: FsckFlags): Promise<ExitCode> {
  const project = requireProject(context, flags);
  if (!project.ok) return onlyFailure(project.failures);
  const lock = flags.lock === undefined ? undefined : findLock(context, project.value, flags.lock)?.lock;
  if (flags.lock !== undefined && lock === undefined) return exitCode.usage;
  const store = openProjectStore(project.value);
  const checkCommit = await commitChecker(new Git(project.value.root));
  const findings = await store.fsck(checkCommit === undefined ? {} : { checkCommit });
  for (const finding of findings) context.terminal.out(`${storeProblemText(finding)}\n`);
  const harmful = findings.filter(({ reason }) => !harmless.has(reason)).length;
  const records = [...store.records()].length;
  context.terminal.err(
    `${records} records verified, ${harmful} problem(s), ${findings.length - harmful} orphan(s)\n` +
      (checkCommit === undefined
        ? 'their commits were not looked up, since there is no repository here\n'
        : ''),
  );
  const contradicting = lock === undefined ? 0 : holdAgainst(context, store, lock);
  return harmful + contradicting === 0 ? exitCode.done : exitCode.failed;
}

/**
 * Moves records that a lock contradicts to quarantine, so that the next run computes them again, and names report files
 * that it contradicts, which the next run writes anew. @returns how many.
 */
function holdAgainst(context: CliContext, store: Store, lock: Lock): number {
  const found = lockContradictions(store, lock);
  for (const { key } of found) store.forget(key);
  for (const { profile, label, key } of found) {
    context.terminal.out(
      `record ${key} of ${label}: the lock of ${lock.id} (${profile}) has other outputs; moved to quarantine\n`,
    );
  }
  const reports = reportContradictions(store, lock);
  for (const { profile, file } of reports) {
    context.terminal.out(`report ${file}: not what the lock of ${lock.id} (${profile}) has\n`);
  }
  // Jobs that are the same computation have one record.
  const records = new Set(found.map(({ key }) => key)).size;
  const counts = `${records} record(s) and ${reports.length} report file(s)`;
  const harmful = found.length + reports.length;
  const help = harmful === 0 ? '' : `; \`reprise run ${lock.id}\` makes them again`;
  context.terminal.err(`${counts} contradict the lock of ${lock.id}${help}\n`);
  return harmful;
}
