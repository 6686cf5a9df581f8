/** Whether the numbers of an experiment hold: the findings of `reprise audit`. */
import { auditExperiment, countVerdicts } from '../../audit/audit.ts';
import { type Evidence, gatherEvidence } from '../../audit/evidence.ts';
import { usualMargin } from '../../audit/usual-margin.ts';
import type { AuditAnswer } from '../answers.ts';
import type { OpenedExperiment } from '../page-data.ts';

export function auditView(opened: OpenedExperiment): Promise<AuditAnswer> {
  return opened.once('audit', async () => {
    const { findings } = await auditExperiment(evidenceOf(opened), {
      margin: usualMargin / 100,
      sampled: [],
    });
    return { counts: countVerdicts(findings), findings };
  });
}

export const evidenceOf = ({ experiment, once }: OpenedExperiment): Evidence =>
  once('evidence', () => gatherEvidence(experiment));
