/** A line of a job's `trajectory.jsonl`: one moment of a search or a training, in the words of whoever wrote it. */
import { Type } from '@sinclair/typebox';
import { contract } from './contract.ts';

const json = Type.Recursive((value) =>
  Type.Union([
    Type.Null(),
    Type.Boolean(),
    Type.Number(),
    Type.String(),
    Type.Array(value),
    Type.Record(Type.String(), value),
  ]),
);

const trajectoryLineSchema = Type.Record(
  Type.String({ pattern: '^(?!__proto__$)[A-Za-z][A-Za-z0-9_.-]{0,127}$' }),
  json,
  { additionalProperties: false },
);

export const trajectoryLineFormat = contract('line of trajectory.jsonl', trajectoryLineSchema);
