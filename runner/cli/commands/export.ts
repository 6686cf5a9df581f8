/** `reprise export <id>`: one file with everything that a locked run rests on, described, attested and signed. */

import { ok, type Result } from '../../../schemas/result.ts';
import type { ArtifactChoice } from '../../archive/chosen-outputs.ts';
import { exportProblemText } from '../../archive/export-problem.ts';
import { exportRun } from '../../archive/export-run.ts';
import { gitsKey, type KeyProblem, namedKey, type SigningKey } from '../../archive/signing-key.ts';
import { writeArchive } from '../../archive/write-archive.ts';
import { experimentName } from '../../store/experiment-name.ts';
import { openProjectStore } from '../../study/experiment.ts';
import { type ExitCode, exitCode } from '../../util/exit-code.ts';
import { onlyFailure } from '../../util/only-failure.ts';
import { collectedText } from '../archive-text.ts';
import { type CliContext, type ProjectFlags, requireProject } from '../context.ts';
import { findLocked } from '../find-locked.ts';

export interface ExportFlags extends ProjectFlags {
  readonly profile?: string;
  readonly artifacts: ArtifactChoice;
  /** File to write. */
  readonly output?: string;
  /** A key file; false for no signature; undefined for the key that git signs with, if any. */
  readonly key?: string | false;
  readonly rerun?: boolean;
  readonly json?: boolean;
}

export async function exportCommand(context: CliContext, id: string, flags: ExportFlags): Promise<ExitCode> {
  const project = requireProject(context, flags);
  if (!project.ok) return onlyFailure(project.failures);
  const target = findLocked(context, project.value, id, flags.profile);
  if (target === undefined) return exitCode.usage;
  const key = await keyOf(project.value.root, flags.key);
  if (!key.ok) return refuseKey(context, key.failures);
  const exported = await exportRun({
    ...{ project: project.value, store: openProjectStore(project.value), target },
    ...{ artifacts: flags.artifacts, key: key.value, withRerun: flags.rerun === true },
  });
  if (!exported.ok) {
    for (const problem of exported.failures) {
      if (problem.reason === 'key') return refuseKey(context, [problem]);
      context.terminal.err(exportProblemText(problem, target));
    }
    return exitCode.failed;
  }
  const file = flags.output ?? `${experimentName(target.id, target.profile)}.zip`;
  const written = writeArchive(file, exported.value.files);
  const told = collectedText({ file, ...written }, exported.value);
  if (flags.json === true) context.terminal.out(`${JSON.stringify(told.json)}\n`);
  else {
    context.terminal.out(told.text);
    context.terminal.err(told.notice);
  }
  return exitCode.done;
}

function refuseKey({ terminal }: CliContext, problems: readonly KeyProblem[]): ExitCode {
  for (const { text, help } of problems) terminal.err(`error: ${text}\n  help: ${help}\n`);
  return exitCode.usage;
}

async function keyOf(
  root: string,
  named: string | false | undefined,
): Promise<Result<SigningKey | undefined, KeyProblem>> {
  if (named === false) return ok(undefined);
  return named === undefined ? ok(await gitsKey(root)) : namedKey(named);
}
