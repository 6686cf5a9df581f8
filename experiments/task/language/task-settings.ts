/** The task's part of a job's parameters. */
import { Type } from '@sinclair/typebox';
import { contract, contractProblemText, exact } from '../../../schemas/contract.ts';
import type { JobFailure } from '../../../schemas/failure.ts';
import type { LanguageModelling } from '../../../schemas/manifest.ts';
import { ok, type Result } from '../../../schemas/result.ts';
import { refuse } from '../measured.ts';

const format = contract(
  'task',
  Type.Unsafe<LanguageModelling>(exact({ kind: Type.Literal('language-modelling'), data: Type.String() })),
);

export function languageTask(value: unknown): Result<LanguageModelling, JobFailure> {
  const read = format.read(value);
  return read.ok ? ok(read.value) : refuse(read.failures.map(contractProblemText).join('; '));
}
