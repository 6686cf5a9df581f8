/** The content of a selection's `selection.json`: the rule, every candidate with its value, best first, and who was kept. */
import { Type } from '@sinclair/typebox';
import { contract, exact, seedSchema } from './contract.ts';

const selectionSchema = exact({
  metric: Type.String(),
  /** Of a metric that a task `command` declares; that of the others is known. */
  goal: Type.Optional(Type.Union([Type.Literal('minimize'), Type.Literal('maximize')])),
  keep: Type.Integer({ minimum: 1 }),
  ties: Type.Union([Type.Literal('lowest-seed'), Type.Literal('fewest-parameters')]),
  candidates: Type.Array(exact({ seed: seedSchema, value: Type.Number(), kept: Type.Boolean() }), {
    minItems: 1,
  }),
});

export const selectionFormat = contract('selection.json', selectionSchema);
