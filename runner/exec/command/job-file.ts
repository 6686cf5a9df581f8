/** What the program is told: the content of job.json. docs/your-own-trainer.md describes it for those who read it. */
import { type Static, Type } from '@sinclair/typebox';
import type { ArchitectureFile } from '../../../schemas/architecture.ts';
import { commandVersion } from '../../../schemas/command.ts';
import { contract, contractProblemText, exact } from '../../../schemas/contract.ts';
import type { JobFailure } from '../../../schemas/failure.ts';
import type { JobSpec } from '../../../schemas/job.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import type { CommandProgram } from './command-program.ts';
import type { JobFolders } from './job-folders.ts';

const trainingSchema = exact({
  epochs: Type.Integer({ minimum: 1 }),
  settings: Type.Record(Type.String(), Type.Union([Type.Number(), Type.String(), Type.Boolean()])),
});
const trainingFormat = contract('training', trainingSchema);

const measureFormat = contract('measure', Type.Union([Type.Literal('validation'), Type.Literal('test')]));

/** What the parameters of a job ask of the program. */
export interface AskedTraining extends Readonly<Static<typeof trainingSchema>> {
  readonly measure: 'validation' | 'test';
}

export function askedTraining({ parameters }: JobSpec): Result<AskedTraining, JobFailure> {
  const training = trainingFormat.read(parameters['training']);
  const measure = measureFormat.read(parameters['measure']);
  if (training.ok && measure.ok) return ok({ ...training.value, measure: measure.value });
  const problems = [training, measure].flatMap((read) => (read.ok ? [] : read.failures));
  return fail({ reason: 'job-refused', message: problems.map(contractProblemText).join('; ') });
}

export function jobFile(
  { kind, seed }: JobSpec,
  { epochs, settings, measure }: AskedTraining,
  architecture: ArchitectureFile,
  { data }: Pick<CommandProgram, 'data'>,
  { output, checkpoint }: JobFolders,
): string {
  const content = {
    formatVersion: commandVersion,
    ...{ kind, seed, architecture, epochs, settings, measure, data, output, checkpoint },
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}
