/**
 * What the runner of a locked commit tells the runner of today about a rerun: the expectation that it would lock, and
 * each report. The two may be of different commits, so nothing is shared but this format.
 */
import { type Static, Type } from '@sinclair/typebox';
import { contract, exact, mapOf, nameSchema } from './contract.ts';
import { labelPattern, lockedProfileSchema } from './lock.ts';

const labelSchema = Type.String({ pattern: labelPattern.source });

const rerunReportSchema = exact({
  name: nameSchema,
  /** The report as a terminal shows it, or what is wrong with it. */
  terminal: Type.String(),
  /** Text of its JSON file; null when the report could not be made. */
  json: Type.Union([Type.Null(), Type.String()]),
  /** Text of the file that says where its numbers come from; null likewise. */
  provenance: Type.Union([Type.Null(), Type.String()]),
});

const rerunResultSchema = exact({
  formatVersion: Type.Literal(1),
  id: nameSchema,
  profile: nameSchema,
  /** Without the jobs that failed and the reports that could not be made. */
  found: lockedProfileSchema,
  /** Every job of the graph, in its order, with the jobs that it reads from. */
  graph: Type.Array(exact({ label: labelSchema, needs: Type.Array(labelSchema) })),
  /** Job label to why it failed, for a person. */
  failures: mapOf(labelPattern, Type.String()),
  executed: Type.Integer({ minimum: 0 }),
  /** Found in the store, their outputs verified by digest. */
  hits: Type.Integer({ minimum: 0 }),
  reports: Type.Array(rerunReportSchema),
});

export const rerunResultContract = contract('rerun result', rerunResultSchema);

export type RerunReport = Static<typeof rerunReportSchema>;
export type RerunResult = Static<typeof rerunResultSchema>;
