/** Everything that can be said of an archive without anything but itself, and of its signer with the key of one. */
import type { RerunStatement } from '../../schemas/attestation.ts';
import { checkCrate } from './check-crate.ts';
import { type AbsentOutput, checkObjects, checkRecords } from './check-records.ts';
import { checkReports } from './check-reports.ts';
import { checkSignature, type ExpectedSigner, type SignatureVerdict } from './check-signature.ts';
import {
  checkAttestations,
  checkRerunStatement,
  checkRunStatement,
  checkSubjects,
  readRerunStatement,
  readRunStatement,
} from './check-statement.ts';
import { type Finding, wrong } from './finding.ts';
import { attestationFiles } from './layout.ts';
import type { OpenArchive } from './open-archive.ts';
import type { RunContent } from './run-content.ts';
import { readContent } from './verified-content.ts';

export interface VerifiedArchive {
  /** Undefined where too little can be read. */
  readonly content: RunContent | undefined;
  readonly findings: readonly Finding[];
  readonly signature: SignatureVerdict;
  /** Outputs that a record names and the archive was made without. */
  readonly absent: readonly AbsentOutput[];
  readonly rerun: RerunStatement | null;
}

/** @param expected whose signature it should have; undefined where nobody was named. */
export async function verifyArchive(
  archive: OpenArchive,
  expected: ExpectedSigner | undefined,
): Promise<VerifiedArchive> {
  const statement = readRunStatement(archive);
  const signature = await checkSignature(archive, 'run', expected);
  const nothing = { content: undefined, absent: [], rerun: null, signature };
  if ('text' in statement) return { ...nothing, findings: [statement, ...badIn(signature)] };
  const findings = [
    ...checkSubjects(archive, attestationFiles('run').statement, statement.subject),
    ...checkAttestations(archive),
    ...badIn(signature),
  ];
  const { manifest: id, path } = statement.predicate.buildDefinition.externalParameters;
  const read = readContent(archive, id, path);
  findings.push(...read.findings);
  if (read.content === undefined) return { ...nothing, findings };
  const { content } = read;
  const objects = checkObjects(archive, content.records);
  const rerun = readRerunStatement(archive);
  findings.push(
    ...checkRecords(archive, content),
    ...objects.findings,
    ...checkReports(archive, content),
    ...checkCrate(archive, content),
    // What is missing or damaged is named above; that the statement does not follow from the rest, it goes without saying.
    ...(findings.length > 0 ? [] : checkRunStatement(content, statement)),
    ...(await checkRerun(archive, content, rerun, { signature, expected })),
  );
  const isRead = rerun !== null && !('text' in rerun);
  return { content, findings, signature, absent: objects.absent, rerun: isRead ? rerun : null };
}

interface Signing {
  readonly signature: SignatureVerdict;
  readonly expected: ExpectedSigner | undefined;
}

/** Signed like the statement of the run, or not at all like it. */
async function checkRerun(
  archive: OpenArchive,
  content: RunContent,
  statement: RerunStatement | Finding | null,
  { signature, expected }: Signing,
): Promise<readonly Finding[]> {
  if (statement === null) return [];
  if ('text' in statement) return [statement];
  const found = await checkSignature(archive, 'rerun', expected);
  const isAlike = found.state === signature.state || found.state === 'bad' || signature.state === 'bad';
  return [
    ...checkRerunStatement(archive, content, statement),
    ...badIn(found),
    ...(isAlike
      ? []
      : [
          wrong(
            attestationFiles('rerun').statement,
            'expected the signature that the statement of the run has, found another state',
          ),
        ]),
  ];
}

const badIn = (signature: SignatureVerdict): readonly Finding[] =>
  signature.state === 'bad' ? signature.findings : [];
