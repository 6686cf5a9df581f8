/** An audit for programs, in canonical JSON: equal findings give equal bytes. */
import { type AuditFile, auditFormat } from '../../schemas/audit.ts';
import { canonicalJson } from '../../schemas/canonical.ts';
import { contractProblemText } from '../../schemas/contract.ts';
import { countVerdicts } from './audit.ts';
import type { Evidence } from './evidence.ts';
import type { Finding } from './finding.ts';

function auditFile({ experiment }: Evidence, findings: readonly Finding[]): AuditFile {
  const counts = countVerdicts(findings);
  const file = auditFormat.read({
    formatVersion: 1,
    id: experiment.manifest.id,
    profile: experiment.profile,
    commit: experiment.code.commit,
    counts: { met: counts.met, notMet: counts['not met'], cannotBeTold: counts['cannot be told'] },
    findings,
  });
  if (!file.ok) throw new Error(`Internal error: ${file.failures.map(contractProblemText).join('; ')}`);
  return file.value;
}

export const auditJson = (evidence: Evidence, findings: readonly Finding[]): string =>
  `${canonicalJson(auditFile(evidence, findings))}\n`;
