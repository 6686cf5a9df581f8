/** From a graph job whose inputs are known to the material of its key. */

import { engineOf } from '../../schemas/command.ts';
import type { EngineName } from '../../schemas/engine.ts';
import type { Sha256 } from '../../schemas/ids.ts';
import type { JobKind } from '../../schemas/job.ts';
import type { JsonObject } from '../../schemas/json.ts';
import type { KeyMaterial } from '../../schemas/record.ts';
import { type CodeIdentity, keyVersion } from '../../schemas/record.ts';
import type { GraphJob } from './job-graph.ts';

/** Output file name to content, of a finished job. */
export type KnownOutputs = Readonly<Record<string, Sha256>>;

/** What all jobs of a run share. */
export interface KeyContext {
  /** The code that a job can reach. */
  readonly codeOf: (kind: JobKind, parameters: JsonObject) => CodeIdentity;
  readonly engine: EngineName;
  /** Digest of the files of the data sets that a job reads, or null for generated ones. */
  readonly dataOf: (parameters: JsonObject) => Sha256 | null;
}

/**
 * @param outputsOf the outputs of a finished job by label, or undefined while it is not finished.
 * @returns undefined while an input is not known yet.
 * @throws Error when a finished job lacks the file that this one reads.
 */
export function keyMaterial(
  job: GraphJob,
  context: KeyContext,
  outputsOf: (label: string) => KnownOutputs | undefined,
): KeyMaterial | undefined {
  const inputs: Record<string, Sha256> = { ...job.given };
  for (const [name, input] of Object.entries(job.inputs)) {
    const outputs = outputsOf(input.from);
    if (outputs === undefined) return undefined;
    const output = outputs[input.file];
    if (output === undefined) throw new Error(`Internal error: ${input.from} has no output ${input.file}`);
    inputs[name] = output;
  }
  const { name, version } = engineOf(job.parameters['task'], context.engine);
  return {
    keyVersion,
    kind: job.kind,
    parameters: job.parameters,
    seed: job.seed,
    inputs,
    // A selection reads metrics and architectures only.
    data: job.kind === 'select' ? null : context.dataOf(job.parameters),
    code: context.codeOf(job.kind, job.parameters),
    engine: { name, version },
  };
}
