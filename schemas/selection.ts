/** The content of a selection's `selection.json`: the rule, every candidate with its value, best first, and who was kept. */
import { Type } from '@sinclair/typebox';
import { contract, exact, seedSchema } from './contract.ts';

const selectionSchema = exact({
  metric: Type.String(),
  keep: Type.Integer({ minimum: 1 }),
  ties: Type.Union([Type.Literal('lowest-seed'), Type.Literal('fewest-parameters')]),
  candidates: Type.Array(exact({ seed: seedSchema, value: Type.Number(), kept: Type.Boolean() }), {
    minItems: 1,
  }),
});

export const selectionFormat = contract('selection.json', selectionSchema);
