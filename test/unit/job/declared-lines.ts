/** Whether the trajectory of a job has the numbers that its task declares. */

import type { JobSpec } from '../../../schemas/job.ts';
import type { JsonObject } from '../../../schemas/json.ts';
import { isJsonObject } from '../../../schemas/manifest.ts';
import type { TrajectoryPhases } from '../../../schemas/trajectory-phases.ts';
import { readLines } from './tiny-jobs.ts';

/** Those that are not declared, as `phase: field`. */
export function undeclaredNumbers(spec: JobSpec, declared: TrajectoryPhases): readonly string[] {
  const found = readLines(spec, 'trajectory.jsonl').flatMap((line) =>
    numbersIn(line)
      .filter((field) => !Object.hasOwn(declared[String(line['phase'])] ?? {}, field))
      .map((field) => `${line['phase']}: ${field}`),
  );
  return [...new Set(found)];
}

const numbersIn = (line: JsonObject, prefix = ''): string[] =>
  Object.entries(line).flatMap(([name, value]) => {
    if (isJsonObject(value)) return numbersIn(value, `${prefix}${name}.`);
    return typeof value === 'number' ? [`${prefix}${name}`] : [];
  });
