/** `reprise gc`: removes what no record refers to; on request also a record, or the lock of a holder that is gone. */
import { basename } from 'node:path';
import type { JobKey } from '../../../schemas/ids.ts';
import { lockProblemText } from '../../lock/lock-problem.ts';
import type { Project } from '../../project/project.ts';
import { type ResumableRerun, removeOldReruns, rerunRemains } from '../../rerun/old-reruns.ts';
import type { Store } from '../../store/store.ts';
import { holderText, storeProblemText } from '../../store/store-problem-text.ts';
import { openProjectStore } from '../../study/experiment.ts';
import { profileCall } from '../../study/experiment-call.ts';
import { experimentProblemsText } from '../../study/problem-text.ts';
import { referencedKeys } from '../../study/referenced-keys.ts';
import { findJob, labelsOf } from '../../trace/find-job.ts';
import { findJobText } from '../../trace/find-job-text.ts';
import { type ExitCode, exitCode } from '../../util/exit-code.ts';
import { onlyFailure } from '../../util/only-failure.ts';
import { textTable } from '../../util/text-table.ts';
import { type CliContext, type ProjectFlags, requireProject } from '../context.ts';

export interface GcFlags extends ProjectFlags {
  readonly dryRun?: boolean;
  /** Also the records that no lock, latest run or manifest names, which without `remove` are only listed. */
  readonly unreferenced?: boolean;
  readonly remove?: boolean;
  /** Label, or the start of a job key or artifact id. */
  readonly forget?: string;
  /** Name of a lock, as the message of whoever waits for it says. */
  readonly breakLock?: string;
}

export async function gcCommand(context: CliContext, flags: GcFlags): Promise<ExitCode> {
  const project = requireProject(context, flags);
  if (!project.ok) return onlyFailure(project.failures);
  const store = openProjectStore(project.value);
  if (flags.breakLock !== undefined) return breakLock(context, store, flags.breakLock);
  if (flags.forget !== undefined) return forget(context, store, flags.forget);
  const wrong = wrongFlags(flags);
  if (wrong !== undefined) {
    context.terminal.err(wrong);
    return exitCode.usage;
  }
  const keep = flags.unreferenced === true ? await keptKeys(context, project.value) : undefined;
  if (flags.unreferenced === true && keep === undefined) return exitCode.failed;
  const dryRun = flags.dryRun === true || (keep !== undefined && flags.remove !== true);
  const labels = new Map<string, string>([...store.records()].map(({ key, label }) => [key, label]));
  const report = store.gc({ dryRun, ...(keep === undefined ? {} : { keep }) });
  if (!report.ok) {
    context.terminal.err(`error: the store is in use: ${report.failures.map(storeProblemText).join('; ')}\n`);
    return exitCode.failed;
  }
  const { old, resumable } = rerunRemains(project.value);
  if (!dryRun) removeOldReruns(project.value, old);
  const items = [...report.value.items, ...old.map((item) => ({ kind: 'rerun', ...item }))];
  const rows = items.map(({ kind, path, bytes }) => {
    const label = kind === 'record' ? labels.get(basename(path, '.json')) : undefined;
    return [kind, path, `${(bytes / 1e3).toFixed(1)} kB`, label ?? ''];
  });
  context.terminal.out(textTable(rows));
  const bytes = items.reduce((sum, item) => sum + item.bytes, 0);
  const advice =
    keep !== undefined && dryRun && items.length > 0
      ? '; `reprise gc --unreferenced --remove` removes them'
      : '';
  context.terminal.err(
    `${items.length} thing(s), ${(bytes / 1e6).toFixed(1)} MB ${dryRun ? 'could go' : 'removed'}${advice}\n`,
  );
  for (const rerun of resumable) context.terminal.err(resumableText(rerun));
  return exitCode.done;
}

const resumableText = ({ id, profile }: ResumableRerun): string =>
  `kept what a killed rerun of ${id} (${profile}) left; \`reprise rerun ${profileCall({ id, profile })}\` goes on with it and removes its checkout\n`;

function wrongFlags({ remove, unreferenced, dryRun }: GcFlags): string | undefined {
  if (remove !== true) return undefined;
  if (unreferenced !== true) {
    return 'error: expected --remove with --unreferenced, found it alone\n  help: `reprise gc` alone removes what no record refers to\n';
  }
  return dryRun === true
    ? 'error: expected --dry-run or --remove, found both\n  help: `reprise gc --unreferenced` lists, with --remove it removes\n'
    : undefined;
}

/** Undefined after saying why it is not known what is needed: nothing may go then. */
async function keptKeys(
  { terminal }: CliContext,
  project: Project,
): Promise<ReadonlySet<JobKey> | undefined> {
  const keys = await referencedKeys(project);
  if (keys.ok) return keys.value;
  for (const problem of keys.failures) {
    terminal.err(
      problem.reason === 'lock'
        ? `error: ${lockProblemText(problem.problem)}\n`
        : experimentProblemsText([problem]),
    );
  }
  terminal.err('error: nothing was removed, since it is not known which results these need\n');
  return undefined;
}

function forget(context: CliContext, store: Store, what: string): ExitCode {
  const found = findJob(store, what, undefined);
  const problem = found.ok ? undefined : onlyFailure(found.failures);
  if (problem?.reason === 'several-jobs') {
    context.terminal.err(findJobText(problem, false));
    return exitCode.usage;
  }
  const record = found.ok ? found.value.record : undefined;
  if (record === undefined) {
    context.terminal.err(
      `error: expected the label, job key or artifact id of a job in the store, found no record of "${what}"\n` +
        '  help: `reprise plan <id>` prints labels and keys; eight digits of a key are enough\n',
    );
    return exitCode.usage;
  }
  store.forget(record.key);
  context.terminal.out(`forgotten  ${record.label}  ${record.key}\n`);
  const twins = labelsOf(store, record.key).filter((label) => label !== record.label);
  const also = twins.length === 0 ? '' : `, which is also ${twins.join(', ')}`;
  context.terminal.err(`1 record moved to quarantine; the next run computes this job again${also}\n`);
  return exitCode.done;
}

function breakLock(context: CliContext, store: Store, name: string): ExitCode {
  if (!/^[A-Za-z0-9][A-Za-z0-9-]{0,127}$/.test(name)) {
    context.terminal.err(
      `error: expected the name of a lock, found "${name}"\n  help: it is the name of its file in the store's folder \`locks\`, without .lock\n`,
    );
    return exitCode.usage;
  }
  const found = store.breakLock(name);
  if (found === undefined) {
    context.terminal.err(
      `error: expected a lock called ${name}, found none\n  help: it is free already; go on\n`,
    );
    return exitCode.failed;
  }
  const holder = holderText(found.heldBy);
  if (!found.broken) {
    context.terminal.err(`error: ${holder} holds it and lives\n  help: wait for it to end, or stop it\n`);
    return exitCode.failed;
  }
  context.terminal.err(`${holder} holds the lock ${name} no more\n`);
  return exitCode.done;
}
