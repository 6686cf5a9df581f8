/** The log of the logical clock as an output of a job. */
import type { JsonObject } from '../../schemas/json.ts';
import type { Decision } from '../method/decision-log.ts';

export const decisionLines = (
  decisions: readonly Decision[],
): Readonly<Record<string, readonly JsonObject[]>> => ({
  'decisions.jsonl': decisions.map((decision) => ({ ...decision })),
});
