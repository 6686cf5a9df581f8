/** `reprise verify <archive>`: whether an archive is what was exported, and who vouches for it. Needs no project. */
import { type ExitCode, exitCode } from '../../util/exit-code.ts';
import { onlyFailure } from '../../util/only-failure.ts';
import type { CliContext } from '../context.ts';
import { judgeArchive, type SignerFlags } from '../verified-archive.ts';
import { verdictHelp, verifiedJson, verifiedText } from '../verified-text.ts';

export interface VerifyFlags extends SignerFlags {
  readonly json?: boolean;
}

export async function verifyCommand(
  context: CliContext,
  file: string,
  flags: VerifyFlags,
): Promise<ExitCode> {
  const judged = await judgeArchive(context, file, flags);
  if (!judged.ok) return onlyFailure(judged.failures);
  judged.value.archive?.close();
  const { terminal } = context;
  if (flags.json === true) terminal.out(`${JSON.stringify(verifiedJson(judged.value))}\n`);
  else {
    terminal.out(verifiedText(judged.value));
    terminal.err(verdictHelp(judged.value));
  }
  return judged.value.verdict === 'good' ? exitCode.done : exitCode.failed;
}
