/** How the last rerun of a lock came out, kept beside what it computed. */
import { type Static, Type } from '@sinclair/typebox';
import { commitSchema, contract, exact, nameSchema, sha256Schema } from './contract.ts';

const text = Type.String();

const rerunVerdictSchema = exact({
  formatVersion: Type.Literal(1),
  id: nameSchema,
  profile: nameSchema,
  /** Of the locked profile that it was held against: SHA-256 of its canonical encoding. */
  lock: sha256Schema,
  /** The commit that ran. */
  commit: commitSchema,
  /** Whether every promise of the engine was kept. */
  reproduced: Type.Boolean(),
  /** The worst verdict on any cell. */
  overall: text,
  /** ISO 8601, UTC. */
  finishedAt: Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' }),
  cells: Type.Array(exact({ report: text, row: text, column: text, verdict: text })),
});

export const rerunVerdictContract = contract('rerun verdict', rerunVerdictSchema);
export type RerunVerdict = Static<typeof rerunVerdictSchema>;
