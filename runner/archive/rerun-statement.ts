/** The in-toto statement of a rerun: which cells of the reports came out again (simple verification result 0.1). */
import {
  type RerunStatement,
  type Subject,
  statementType,
  verificationType,
  verifierId,
} from '../../schemas/attestation.ts';
import type { RerunVerdict } from '../../schemas/rerun-verdict.ts';

/** Verdicts that confirm a cell. */
const confirming: ReadonlySet<string> = new Set(['bitwise', 'within tolerance', 'statistical']);

/** @param subjects every file of the archive but the attestations. */
export const rerunStatement = (verdict: RerunVerdict, subjects: readonly Subject[]): RerunStatement => ({
  _type: statementType,
  subject: [...subjects],
  predicateType: verificationType,
  predicate: {
    verifier: { id: verifierId },
    timeCreated: verdict.finishedAt,
    properties: [
      ...(verdict.reproduced ? ['REPRISE_REPRODUCED'] : []),
      ...verdict.cells
        .filter((cell) => confirming.has(cell.verdict))
        .map(
          ({ report, row, column, verdict: said }) => `REPRISE_CELL ${report} / ${row} / ${column}: ${said}`,
        ),
    ],
    reprise_rerun: {
      ...{ lock: verdict.lock, commit: verdict.commit },
      ...{ reproduced: verdict.reproduced, overall: verdict.overall },
      cells: verdict.cells.map((cell) => ({ ...cell })),
    },
  },
});
