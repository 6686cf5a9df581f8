/** The rule of selection applied again to what the candidates measured. */
import { sha256 } from '../../../schemas/canonical.ts';
import type { Seed } from '../../../schemas/ids.ts';
import type { Selection } from '../../../schemas/manifest.ts';
import { type Candidate, selectArchitectures } from '../../exec/select-job.ts';
import { outputText } from '../../store/output-text.ts';
import type { AuditedJob, Evidence } from '../evidence.ts';
import { type Doubt, type Finding, judge, short } from '../finding.ts';

/** Who was kept is who the rule keeps. */
export function selectionFindings(evidence: Evidence): Finding[] {
  const selections = evidence.jobs.filter(({ job, record }) => job.kind === 'select' && record !== undefined);
  if (selections.length === 0) return [];
  const judged = selections.map((job) => ({ job, doubt: reselect(job, evidence) }));
  return judge({
    check: 'integrity/selection',
    subject: evidence.call,
    held: [`${selections.length} selections made again from the candidates' metrics, with the same outcome`],
    wrong: judged.flatMap(({ doubt }) => (doubt?.isOpen === false ? [doubt] : [])),
    open: judged.flatMap(({ doubt }) => (doubt?.isOpen === true ? [doubt] : [])),
    advice: 'what was measured or what was kept is not what ran: `reprise rerun` recomputes both',
  });
}

function reselect(
  { label, job, record }: AuditedJob,
  evidence: Evidence,
): (Doubt & { isOpen: boolean }) | undefined {
  if (record === undefined) return undefined;
  const { candidates: order, ...selection } = job.parameters as unknown as Selection & {
    readonly candidates: readonly { readonly seed: Seed }[];
  };
  const candidates: Candidate[] = [];
  for (const [i, { seed }] of order.entries()) {
    const from = evidence.byLabel.get(job.inputs[`candidate-${i}-metrics`]?.from ?? '');
    const architecture =
      from?.record === undefined
        ? undefined
        : outputText(from.record, 'architecture.json', evidence.experiment.store);
    if (from?.metrics === undefined || architecture === undefined) {
      return { subject: label, evidence: [`the candidate with seed ${seed} cannot be read`], isOpen: true };
    }
    candidates.push({ seed, metrics: from.metrics, architecture });
  }
  const expected = selectedOrReason(selection, candidates);
  if (typeof expected === 'string') return { subject: label, evidence: [expected], isOpen: false };
  const wrong = Object.entries(expected).filter(
    ([name, text]) => record.outputs[name]?.digest !== sha256(text),
  );
  if (wrong.length === 0) return undefined;
  return {
    subject: label,
    evidence: [
      `record ${short(record.key)}: ${wrong.map(([name]) => name).join(', ')} not what ${selection.metric} of the candidates gives`,
    ],
    isOpen: false,
  };
}

/** The rule throws for a candidate that did not measure what it asks for. */
function selectedOrReason(
  selection: Selection,
  candidates: readonly Candidate[],
): Record<string, string> | string {
  try {
    return selectArchitectures(selection, candidates);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
