/** All checks of an audit, in the order in which they are told. */
import {
  agreementFindings,
  keyFindings,
  lockFindings,
  manifestFindings,
  materialFindings,
} from './checks/agreement.ts';
import { artifactFindings, recordFindings } from './checks/artifacts.ts';
import { checklistFindings } from './checks/checklists.ts';
import { historyFindings } from './checks/history.ts';
import { journalFindings } from './checks/journals.ts';
import {
  codeFindings,
  commitFindings,
  dataFindings,
  dirtyFindings,
  environmentFindings,
} from './checks/origin.ts';
import { protocolFindings } from './checks/protocol.ts';
import { reportFindings } from './checks/reports.ts';
import { seedSetFindings } from './checks/seed-sets.ts';
import { seedFindings } from './checks/seeds.ts';
import { selectionFindings } from './checks/selections.ts';
import { splitFindings } from './checks/splits.ts';
import { trialFindings } from './checks/trials.ts';
import type { Evidence } from './evidence.ts';
import type { Finding } from './finding.ts';

export interface Audit {
  readonly evidence: Evidence;
  readonly findings: readonly Finding[];
}

export interface AuditOptions {
  /** Part of the mean within which seed sets agree. */
  readonly margin: number;
  /** Of a sample that was computed again. */
  readonly sampled: readonly Finding[];
}

/** Changes nothing: what is damaged stays where it lies. */
export async function auditExperiment(evidence: Evidence, { margin, sampled }: AuditOptions): Promise<Audit> {
  const own = [
    ...(await lockFindings(evidence)),
    ...manifestFindings(evidence),
    ...recordFindings(evidence),
    ...artifactFindings(evidence),
    ...agreementFindings(evidence),
    ...materialFindings(evidence),
    ...keyFindings(evidence),
    ...selectionFindings(evidence),
    ...(await reportFindings(evidence)),
    ...codeFindings(evidence),
    ...(await commitFindings(evidence)),
    ...dirtyFindings(evidence),
    ...dataFindings(evidence),
    ...environmentFindings(evidence),
    ...journalFindings(evidence),
    ...(await historyFindings(evidence)),
    ...(await seedFindings(evidence)),
    ...trialFindings(evidence),
    ...protocolFindings(evidence),
    ...(await splitFindings(evidence)),
    ...seedSetFindings(evidence, margin),
    ...sampled,
  ];
  const findings = [...own, ...checklistFindings(own)];
  return { evidence, findings };
}

export type Counts = Readonly<Record<Finding['verdict'], number>>;

export function countVerdicts(findings: readonly Finding[]): Counts {
  const counts = { met: 0, 'not met': 0, 'cannot be told': 0 };
  for (const { verdict } of findings) counts[verdict]++;
  return counts;
}
