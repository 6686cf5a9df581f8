/** The lists that communities ask to be answered: from findings of this audit, or left to the person, never guessed. */
import { acmChecklist } from '../checklists/acm.ts';
import type { Checklist, ChecklistItem } from '../checklists/items.ts';
import { nasChecklist } from '../checklists/nas.ts';
import { neuripsChecklist } from '../checklists/neurips.ts';
import type { Finding, Verdict } from '../finding.ts';

const checklists: readonly Checklist[] = [nasChecklist, neuripsChecklist, acmChecklist];

/** @param findings of the other checks */
export const checklistFindings = (findings: readonly Finding[]): Finding[] =>
  checklists.flatMap(({ name, source, items }) =>
    items.map((item) => ({
      check: `checklists/${name}`,
      subject: item.asks,
      ...answer(item, findings, source),
    })),
  );

function answer(
  { answeredBy, left }: ChecklistItem,
  findings: readonly Finding[],
  source: string,
): Pick<Finding, 'verdict' | 'evidence' | 'advice'> {
  if (answeredBy.length === 0) {
    return {
      verdict: 'cannot be told',
      evidence: [`left to you (${source})`],
      advice: `look at: ${left ?? ''}`,
    };
  }
  const verdicts = answeredBy.map((check) => ({ check, verdict: verdictOf(check, findings) }));
  const verdict = worst(verdicts.map((one) => one.verdict));
  const evidence = [verdicts.map((one) => `${one.check} ${one.verdict}`).join(', ')];
  return { verdict, evidence, advice: verdict === 'met' ? null : 'see those checks above' };
}

/** Of all findings of a check; one that was not made tells nothing. */
function verdictOf(check: string, findings: readonly Finding[]): Verdict {
  const own = findings.filter((finding) => finding.check === check);
  return own.length === 0 ? 'cannot be told' : worst(own.map(({ verdict }) => verdict));
}

function worst(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('not met')) return 'not met';
  return verdicts.includes('cannot be told') ? 'cannot be told' : 'met';
}
