/** Whether the numbers of an experiment hold: the findings of `reprise audit`. */
import { auditExperiment, countVerdicts } from '../../audit/audit.ts';
import { type Evidence, gatherEvidence } from '../../audit/evidence.ts';
import type { AuditAnswer } from '../answers.ts';
import type { OpenedExperiment } from '../page-data.ts';

/** Part of the mean within which seed sets agree, as the command line has it. */
const margin = 0.05;

export function auditView(opened: OpenedExperiment): Promise<AuditAnswer> {
  return opened.once('audit', async () => {
    const { findings } = await auditExperiment(evidenceOf(opened), { margin, sampled: [] });
    return { counts: countVerdicts(findings), findings };
  });
}

export const evidenceOf = ({ experiment, once }: OpenedExperiment): Evidence =>
  once('evidence', () => gatherEvidence(experiment));
