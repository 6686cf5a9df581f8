/** What `reprise audit --json` prints, for whoever keeps audits or compares them. */
import { type Static, Type } from '@sinclair/typebox';
import { commitSchema, contract, exact, nameSchema } from './contract.ts';

const verdictSchema = Type.Union([
  Type.Literal('met'),
  Type.Literal('not met'),
  Type.Literal('cannot be told'),
]);
const count = Type.Integer({ minimum: 0 });
const countsSchema = exact({ met: count, notMet: count, cannotBeTold: count });

const findingSchema = exact({
  /** Kind and name of the check, such as `integrity/artifacts`. */
  check: Type.String(),
  verdict: verdictSchema,
  /** What it is about: a job, a file, a report cell, or the experiment. */
  subject: Type.String(),
  evidence: Type.Array(Type.String()),
  /** Null where nothing is to be done. */
  advice: Type.Union([Type.String(), Type.Null()]),
});

const auditSchema = exact({
  formatVersion: Type.Literal(1),
  id: nameSchema,
  profile: nameSchema,
  /** HEAD when it was audited. */
  commit: commitSchema,
  counts: countsSchema,
  findings: Type.Array(findingSchema),
});

export const auditFormat = contract('audit', auditSchema);
export type AuditFile = Readonly<Static<typeof auditSchema>>;
