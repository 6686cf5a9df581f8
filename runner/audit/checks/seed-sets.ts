/** Whether the numbers, and the ranking that they give, hold across seed sets. */
import type { Evidence } from '../evidence.ts';
import { cannotTell, type Finding } from '../finding.ts';
import { agreementOf } from '../seed-sets/agreement.ts';
import { cellsOf, columnsOf } from '../seed-sets/columns.ts';
import { rankingOf } from '../seed-sets/ranking.ts';

/** @param margin part of the mean within which sets agree */
export function seedSetFindings(evidence: Evidence, margin: number): Finding[] {
  const { manifest } = evidence.experiment;
  const sets = Object.keys(manifest.seedSets);
  if (sets.length < 2) {
    return [
      cannotTell(
        'seed-sets/agreement',
        evidence.call,
        `there is one seed set, ${sets.join('')}`,
        'declare a second seed set, and commit it before it runs',
      ),
    ];
  }
  return columnsOf(evidence).flatMap((column) => {
    const cells = cellsOf(evidence, column);
    const ranking = cells.length > 1 && !column.metric.startsWith('model.') ? [rankingOf(column, cells)] : [];
    return [...cells.map((cell) => agreementOf(column, cell, margin)), ...ranking];
  });
}
