/** `reprise fsck`: reads and verifies everything in the store. */
import { openProjectStore } from '../../experiment/experiment.ts';
import { storeProblemText } from '../../store/store-problem-text.ts';
import { type CliContext, onlyFailure, type ProjectFlags, requireProject } from '../context.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';

export async function fsckCommand(context: CliContext, flags: ProjectFlags): Promise<ExitCode> {
  const project = requireProject(context, flags);
  if (!project.ok) return onlyFailure(project.failures);
  const store = openProjectStore(project.value);
  const findings = await store.fsck();
  for (const finding of findings) context.terminal.out(`${storeProblemText(finding)}\n`);
  // An orphan is what an interrupted run leaves; it harms nothing.
  const harmful = findings.filter(({ reason }) => reason !== 'object-orphan').length;
  const records = [...store.records()].length;
  context.terminal.err(
    `${records} records verified, ${harmful} problem(s), ${findings.length - harmful} orphan(s)\n`,
  );
  return harmful === 0 ? exitCode.done : exitCode.failed;
}
