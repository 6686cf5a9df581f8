/** The statement of a run against the archive: which files there are, with which bytes, and what they are said to be. */
import {
  type RerunStatement,
  type RunStatement,
  rerunStatementContract,
  runStatementContract,
  type Subject,
} from '../../schemas/attestation.ts';
import { canonicalDigest, canonicalJson } from '../../schemas/canonical.ts';
import { contractProblemText } from '../../schemas/contract.ts';
import { type Finding, wrong } from './finding.ts';
import { attestationFiles, isAttestation, signerFile } from './layout.ts';
import type { OpenArchive } from './open-archive.ts';
import type { RunContent } from './run-content.ts';
import { runStatement } from './run-statement.ts';

const [run, rerun] = [attestationFiles('run'), attestationFiles('rerun')];

export function readRunStatement(archive: OpenArchive): RunStatement | Finding {
  const text = archive.text(run.statement);
  if (text === undefined)
    return wrong(run.statement, 'expected what the archive says of itself, found no such file');
  const read = runStatementContract.parse(text);
  return read.ok ? read.value : wrong(run.statement, read.failures.map(contractProblemText).join('; '));
}

/** Files that the statement does not name, lacks, or names with other bytes. */
export function checkSubjects(
  archive: OpenArchive,
  path: string,
  subjects: readonly Subject[],
): readonly Finding[] {
  const named = new Map(subjects.map(({ name, digest }) => [name, digest.sha256]));
  const files = archive.paths.filter((each) => !isAttestation(each));
  return [
    ...[...named.keys()]
      .filter((name) => !archive.has(name))
      .map((name) => wrong(name, `is named in ${path}, and not in the archive`)),
    ...files.flatMap((file) => {
      const digest = named.get(file);
      if (digest === undefined) return [wrong(file, `is in the archive, and ${path} does not name it`)];
      const found = archive.digestOf(file);
      return found === digest
        ? []
        : [wrong(file, `expected bytes that hash to ${digest}, as ${path} says, found ${found}`)];
    }),
    ...(named.size === subjects.length ? [] : [wrong(path, 'expected each file once, found one twice')]),
  ];
}

/** Nothing lies among the attestations that is none. */
export function checkAttestations(archive: OpenArchive): readonly Finding[] {
  const known = new Set([...Object.values(run), ...Object.values(rerun), signerFile]);
  return archive.paths
    .filter((path) => isAttestation(path) && !known.has(path))
    .map((path) => wrong(path, 'is no attestation, and no statement names it'));
}

/** Everything that the statement says of the run follows from what the archive holds, so it is made again. */
export function checkRunStatement(content: RunContent, statement: RunStatement): readonly Finding[] {
  const expected = runStatement(content, statement.subject);
  const said = statement.predicate.buildDefinition;
  const meant = expected.predicate.buildDefinition;
  const parts: readonly (readonly [string, unknown, unknown])[] = [
    ['externalParameters', said.externalParameters, meant.externalParameters],
    ['internalParameters', said.internalParameters, meant.internalParameters],
    ['resolvedDependencies', said.resolvedDependencies, meant.resolvedDependencies],
    ['runDetails', statement.predicate.runDetails, expected.predicate.runDetails],
  ];
  return parts
    .filter(([, found, due]) => canonicalJson(found) !== canonicalJson(due))
    .map(([name]) =>
      wrong(run.statement, `expected ${name} as manifest, lock and records have them, found others`),
    );
}

/** @returns null where there is none. */
export function readRerunStatement(archive: OpenArchive): RerunStatement | Finding | null {
  const text = archive.text(rerun.statement);
  if (text === undefined) return null;
  const read = rerunStatementContract.parse(text);
  return read.ok ? read.value : wrong(rerun.statement, read.failures.map(contractProblemText).join('; '));
}

export function checkRerunStatement(
  archive: OpenArchive,
  { locked }: RunContent,
  { subject, predicate }: RerunStatement,
): readonly Finding[] {
  const isOfLock = predicate.reprise_rerun.lock === canonicalDigest(locked);
  return [
    ...checkSubjects(archive, rerun.statement, subject),
    ...(isOfLock
      ? []
      : [wrong(rerun.statement, 'expected the verdict on the lock of this archive, found that on another')]),
  ];
}
