/** `reprise fsck`: reads and verifies everything in the store. */
import { openProjectStore } from '../../experiment/experiment.ts';
import { Git } from '../../project/git.ts';
import type { FsckFinding } from '../../store/store-problem.ts';
import { storeProblemText } from '../../store/store-problem-text.ts';
import { commitChecker } from '../commit-checker.ts';
import { type CliContext, onlyFailure, type ProjectFlags, requireProject } from '../context.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';

/** An orphan is what an interrupted run leaves, an outdated record what an older version left; both harm nothing. */
const harmless: ReadonlySet<FsckFinding['reason']> = new Set(['object-orphan', 'record-outdated']);

export async function fsckCommand(context: CliContext, flags: ProjectFlags): Promise<ExitCode> {
  const project = requireProject(context, flags);
  if (!project.ok) return onlyFailure(project.failures);
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
  return harmful === 0 ? exitCode.done : exitCode.failed;
}
