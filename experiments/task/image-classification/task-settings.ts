/** The task's part of a job's parameters. */
import { Type } from '@sinclair/typebox';
import { contract, contractProblemText, exact } from '../../../schemas/contract.ts';
import type { JobFailure } from '../../../schemas/failure.ts';
import type { ImageClassification } from '../../../schemas/manifest.ts';
import { ok, type Result } from '../../../schemas/result.ts';
import { refuse } from '../measured.ts';

const format = contract(
  'task',
  Type.Unsafe<ImageClassification>(
    exact({
      kind: Type.Literal('image-classification'),
      data: Type.String(),
      trainPortion: Type.Number({ exclusiveMinimum: 0, maximum: 1 }),
      benchmark: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
);

export function imageTask(value: unknown): Result<ImageClassification, JobFailure> {
  const read = format.read(value);
  return read.ok ? ok(read.value) : refuse(read.failures.map(contractProblemText).join('; '));
}
