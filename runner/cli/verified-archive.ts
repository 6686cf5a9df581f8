/** An archive that a person names, opened and verified, for commands that go on from it. */
import { resolve } from 'node:path';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { type ExpectedSigner, expectedSigner } from '../archive/check-signature.ts';
import type { Damage } from '../archive/container-damage.ts';
import { wrong } from '../archive/finding.ts';
import { type OpenArchive, openArchive } from '../archive/open-archive.ts';
import type { KeyProblem } from '../archive/signing-key.ts';
import { type VerifiedArchive, verifyArchive } from '../archive/verify-archive.ts';
import { type ExitCode, exitCode } from '../util/exit-code.ts';
import type { CliContext } from './context.ts';

export interface SignerFlags {
  /** File of public keys; false where the signer does not matter; undefined where nobody was named. */
  readonly key?: string | false;
}

/** `cannot be told`: nothing is wrong, and who signed it is open. */
export type ArchiveVerdict = 'good' | 'wrong' | 'cannot be told';

export interface JudgedArchive extends VerifiedArchive {
  readonly file: string;
  /** Undefined for a file that is no whole archive. Whoever asked closes it. */
  readonly archive: OpenArchive | undefined;
  readonly verdict: ArchiveVerdict;
}

/** @returns as a failure the exit code, after saying what is wrong with the key. */
export async function judgeArchive(
  { terminal, cwd }: CliContext,
  file: string,
  { key }: SignerFlags,
): Promise<Result<JudgedArchive, ExitCode>> {
  const expected = signerOf(key);
  if (!expected.ok) {
    for (const { text, help } of expected.failures) terminal.err(`error: ${text}\n  help: ${help}\n`);
    return fail(exitCode.usage);
  }
  const opened = openArchive(resolve(cwd, file));
  if (!opened.ok) return ok({ file, archive: undefined, verdict: 'wrong', ...damaged(opened.failures) });
  const verified = await verifyArchive(opened.value, expected.value);
  const { signature } = verified;
  const findings =
    signature.state === 'unsigned' && expected.value !== undefined
      ? [
          ...verified.findings,
          wrong(null, `expected a signature by a key in ${expected.value.file}, found none`),
        ]
      : verified.findings;
  const isOpen = signature.state === 'unknown' && key !== false;
  const verdict = findings.length > 0 ? 'wrong' : isOpen ? 'cannot be told' : 'good';
  return ok({ file, archive: opened.value, ...verified, findings, verdict });
}

function signerOf(key: string | false | undefined): Result<ExpectedSigner | undefined, KeyProblem> {
  return typeof key === 'string' ? expectedSigner(key) : ok(undefined);
}

const damaged = (damage: readonly Damage[]): VerifiedArchive => ({
  content: undefined,
  findings: damage.map(({ entry, text }) => wrong(entry, text)),
  signature: { state: 'unsigned' },
  absent: [],
  rerun: null,
});
