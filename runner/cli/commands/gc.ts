/** `reprise gc`: removes what no record refers to. */
import { openProjectStore } from '../../experiment/experiment.ts';
import { oldReruns, removeOldReruns } from '../../rerun/old-reruns.ts';
import { storeProblemText } from '../../store/store-problem-text.ts';
import { type CliContext, onlyFailure, type ProjectFlags, requireProject } from '../context.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';

export async function gcCommand(
  context: CliContext,
  flags: ProjectFlags & { dryRun?: boolean },
): Promise<ExitCode> {
  const project = requireProject(context, flags);
  if (!project.ok) return onlyFailure(project.failures);
  const dryRun = flags.dryRun === true;
  const report = openProjectStore(project.value).gc({ dryRun });
  if (!report.ok) {
    context.terminal.err(`error: the store is in use: ${report.failures.map(storeProblemText).join('; ')}\n`);
    return exitCode.failed;
  }
  const old = oldReruns(project.value);
  if (!dryRun) removeOldReruns(project.value, old);
  const items = [...report.value.items, ...old.map((item) => ({ kind: 'rerun', ...item }))];
  const bytes = items.reduce((sum, item) => sum + item.bytes, 0);
  for (const { kind, path } of items) context.terminal.out(`${kind}  ${path}\n`);
  context.terminal.err(
    `${items.length} thing(s), ${(bytes / 1e6).toFixed(1)} MB ${dryRun ? 'could go' : 'removed'}\n`,
  );
  return exitCode.done;
}
