/** The input `architecture` of a training job. */
import { readFileSync } from 'node:fs';
import type { JobFailure } from '../../schemas/failure.ts';
import type { JobSpec } from '../../schemas/job.ts';
import type { QueryProblem } from '../../schemas/query.ts';
import { ok, type Result } from '../../schemas/result.ts';
import type { SpaceModule } from '../space/module.ts';
import { refuse } from './measured.ts';

export interface ReadArchitecture<G> {
  readonly id: string;
  readonly genotype: G;
}

/** @param names the spaces under which it may be written */
export function readArchitecture<G>(
  { inputs }: JobSpec,
  space: SpaceModule<unknown, G>,
  names: readonly string[],
): Result<ReadArchitecture<G>, JobFailure> {
  const path = inputs['architecture'];
  if (path === undefined) return refuse('The job has no input named architecture');
  let file: { readonly space?: unknown; readonly id?: unknown; readonly genotype?: unknown } | null;
  try {
    file = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return refuse('The input architecture is not a readable JSON file');
  }
  const read = space.read(file?.genotype);
  if (!read.ok || !names.some((name) => name === file?.space)) {
    const problems = read.ok ? [] : read.failures.map(textOf);
    return refuse(`The input architecture is no ${space.name} architecture. ${problems.join('. ')}`.trim());
  }
  const id = space.genotypeId(read.value);
  if (file?.id !== id)
    return refuse(`The input architecture has id ${file?.id}, but its genotype has id ${id}`);
  return ok({ id, genotype: read.value });
}

function textOf(problem: QueryProblem): string {
  if (problem.kind === 'file') return problem.message;
  const place = problem.kind === 'argument' ? problem.argument : pathText(problem.path);
  return `${place}: expected ${problem.expected}, found ${problem.found}`;
}

const pathText = (path: readonly (string | number)[]): string =>
  path.map((part, i) => (typeof part === 'number' ? `[${part}]` : i > 0 ? `.${part}` : part)).join('');
