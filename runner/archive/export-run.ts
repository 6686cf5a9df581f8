/** Everything that an archive holds, in the order in which one part names the other: files, metadata, statements, signatures. */

import type { Subject } from '../../schemas/attestation.ts';
import { byCodeUnit } from '../../schemas/canonical.ts';
import type { RerunVerdict } from '../../schemas/rerun-verdict.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { Project } from '../project/project.ts';
import { readVerdict } from '../rerun/kept-verdict.ts';
import type { Store } from '../store/store.ts';
import type { ArtifactChoice } from './chosen-outputs.ts';
import { type CollectedRun, collectRun, type ExportTarget } from './collect-run.ts';
import { type ArchivedFile, archivedBytes } from './content.ts';
import { crateOf, crateText } from './crate.ts';
import type { ExportProblem } from './export-problem.ts';
import { type Attestation, attestationFiles, crateFile, signerFile } from './layout.ts';
import { rerunStatement } from './rerun-statement.ts';
import { runStatement, statementText } from './run-statement.ts';
import { signStatements } from './sign.ts';
import type { KeyProblem, SigningKey } from './signing-key.ts';

export interface ExportRequest {
  readonly project: Project;
  readonly store: Store;
  readonly target: ExportTarget;
  readonly artifacts: ArtifactChoice;
  /** Undefined for an archive without signature. */
  readonly key: SigningKey | undefined;
  /** Whether the verdict of the last rerun goes into it. */
  readonly withRerun: boolean;
}

export interface ExportedRun {
  readonly collected: CollectedRun;
  readonly files: readonly ArchivedFile[];
  /** Of the key that signed; null for an archive without signature. */
  readonly keyid: string | null;
  readonly verdict: RerunVerdict | null;
}

export async function exportRun(
  request: ExportRequest,
): Promise<Result<ExportedRun, ExportProblem | KeyProblem>> {
  const { project, store, target, artifacts, key, withRerun } = request;
  const verdict = withRerun ? readVerdict(project.storeRoot, target) : undefined;
  if (withRerun && verdict === undefined) return fail({ reason: 'no-rerun' });
  const collected = await collectRun(project, store, target, artifacts);
  if (!collected.ok) return collected;
  const { content, files } = collected.value;
  const names: readonly Attestation[] = verdict === undefined ? ['run'] : ['run', 'rerun'];
  const crate = archivedBytes(
    crateFile,
    crateText(crateOf(content, files, attestationsOf(names, key !== undefined))),
  );
  const subjects = subjectsOf([...files, crate]);
  const statements = {
    run: statementText(runStatement(content, subjects)),
    ...(verdict === undefined ? {} : { rerun: statementText(rerunStatement(verdict, subjects)) }),
  };
  const signed = key === undefined ? undefined : await signStatements(key, statements);
  if (signed?.ok === false) return signed;
  const plain = Object.entries(statements).map(([name, text]) =>
    archivedBytes(attestationFiles(name as Attestation).statement, text),
  );
  return ok({
    collected: collected.value,
    files: [...files, crate, ...plain, ...(signed?.value.files ?? [])],
    keyid: signed?.value.keyid ?? null,
    verdict: verdict ?? null,
  });
}

function attestationsOf(names: readonly Attestation[], isSigned: boolean): readonly string[] {
  const all = names.map(attestationFiles);
  const plain = all.map(({ statement }) => statement);
  if (!isSigned) return plain;
  return [
    ...plain,
    ...all.flatMap(({ envelope, signed, signature }) => [envelope, signed, signature]),
    signerFile,
  ];
}

export const subjectsOf = (files: readonly Pick<ArchivedFile, 'path' | 'digest'>[]): readonly Subject[] =>
  [...files]
    .sort((a, b) => byCodeUnit(a.path, b.path))
    .map(({ path, digest }) => ({ name: path, digest: { sha256: digest } }));
