/** `reprise import <archive>`: puts the results of a verified archive into the store, so that runs go on from them. */
import { importResults } from '../../archive/import-results.ts';
import { storeProblemText } from '../../store/store-problem-text.ts';
import { openProjectStore } from '../../study/experiment.ts';
import { profileCall } from '../../study/experiment-call.ts';
import { type ExitCode, exitCode } from '../../util/exit-code.ts';
import { onlyFailure } from '../../util/only-failure.ts';
import { type CliContext, type ProjectFlags, requireProject } from '../context.ts';
import { judgeArchive, type SignerFlags } from '../verified-archive.ts';
import { verdictHelp, verifiedText } from '../verified-text.ts';

export interface ImportFlags extends ProjectFlags, SignerFlags {
  readonly json?: boolean;
}

export async function importCommand(
  context: CliContext,
  file: string,
  flags: ImportFlags,
): Promise<ExitCode> {
  const { terminal } = context;
  const project = requireProject(context, flags);
  if (!project.ok) return onlyFailure(project.failures);
  const judged = await judgeArchive(context, file, flags);
  if (!judged.ok) return onlyFailure(judged.failures);
  const { archive, content, verdict } = judged.value;
  if (verdict !== 'good' || archive === undefined || content === undefined) {
    archive?.close();
    terminal.err(`${verifiedText(judged.value)}error: nothing was imported\n${verdictHelp(judged.value)}`);
    return exitCode.failed;
  }
  const imported = importResults(openProjectStore(project.value), archive, content.records);
  archive.close();
  const { taken, present, incomplete, refused } = imported;
  if (flags.json === true) terminal.out(`${JSON.stringify({ type: 'import', file, ...imported })}\n`);
  else {
    for (const { label, output } of incomplete)
      terminal.out(`left out: ${label}, since ${output} is not in the archive\n`);
    terminal.out(
      `${taken.length} jobs imported, ${present.length} were there already, ${incomplete.length} left out\n`,
    );
  }
  if (judged.value.signature.state === 'unsigned') terminal.err('unsigned: nobody vouches for it\n');
  for (const { label, problem } of refused) terminal.err(`error: ${label}: ${storeProblemText(problem)}\n`);
  if (refused.length > 0) return exitCode.failed;
  terminal.err(
    `\`reprise plan ${profileCall(content)}\` at commit ${content.locked.commit.slice(0, 12)}, or at any with the same code, finds them\n`,
  );
  return exitCode.done;
}
