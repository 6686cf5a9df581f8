/** The input `architecture` of a training job. */
import { readFileSync } from 'node:fs';
import type { ArchitectureFile, ArchitectureOf, SpaceName } from '../../schemas/architecture.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { JobSpec } from '../../schemas/job.ts';
import { ok, type Result } from '../../schemas/result.ts';
import { refuse } from './measured.ts';

/** How a space reads its architectures. */
export interface ArchitectureReader<S extends SpaceName> {
  readonly name: S;
  problems(value: unknown): readonly string[];
  id(architecture: ArchitectureOf[S]): string;
}

export function readArchitecture<S extends SpaceName>(
  { inputs }: JobSpec,
  space: ArchitectureReader<S>,
): Result<ArchitectureFile<S>, JobFailure> {
  const path = inputs['architecture'];
  if (path === undefined) return refuse('The job has no input named architecture');
  let file: Partial<ArchitectureFile<S>> | null;
  try {
    file = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return refuse('The input architecture is not a readable JSON file');
  }
  const problems = space.problems(file?.genotype);
  if (!file?.genotype || !belongs(file.space, space.name) || problems.length > 0) {
    return refuse(`The input architecture is no ${space.name} architecture. ${problems.join('. ')}`.trim());
  }
  const id = space.id(file.genotype);
  if (file.id !== id)
    return refuse(`The input architecture has id ${file.id}, but its genotype has id ${id}`);
  return ok({ space: space.name, id, genotype: file.genotype });
}

/** A cell of NAS-Bench-1Shot1 is trained as the cell of NAS-Bench-101 that it is. */
const belongs = (written: string | undefined, space: SpaceName): boolean =>
  written === space || (space === 'nasbench101' && (written ?? '').startsWith('nasbench1shot1-'));
