/** What a search reads of a trial that the runner computed. */
import { readFileSync } from 'node:fs';
import type { ArchitectureFile } from '../../schemas/architecture.ts';
import { type Contract, contractProblemText } from '../../schemas/contract.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { JobKey, Sha256 } from '../../schemas/ids.ts';
import type { JsonObject } from '../../schemas/json.ts';
import { type JobMetrics, jobMetricsFormat } from '../../schemas/metrics.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { trajectoryLineFormat } from '../../schemas/trajectory.ts';
import type { TrialAnswer, TrialRequest } from '../../schemas/trial.ts';

/** Computes a trial somewhere, and answers when it is done. Never rejects. */
export type TrialPort = (request: TrialRequest) => Promise<TrialAnswer>;

export interface FinishedTrial {
  readonly key: JobKey;
  /** Output file name to digest. */
  readonly outputs: Readonly<Record<string, Sha256>>;
  readonly isHit: boolean;
  /** That was measured; of a trial that searched itself, that it found. Null where it crashed before it found one. */
  readonly architecture: ArchitectureFile | null;
  readonly metrics: JobMetrics;
  /** Of its trajectory. */
  readonly lines: readonly JsonObject[];
}

export function readTrial(answer: TrialAnswer): Result<FinishedTrial, JobFailure> {
  if (!answer.done) return fail(answer.failure);
  const { key, outputs, isHit } = answer;
  const metrics = parsed(jobMetricsFormat, textOf(answer, 'metrics.json') ?? '');
  if (!metrics.ok) return metrics;
  const lines: JsonObject[] = [];
  for (const line of (textOf(answer, 'trajectory.jsonl') ?? '').split('\n')) {
    if (line === '') continue;
    const read = parsed(trajectoryLineFormat, line);
    if (!read.ok) return read;
    lines.push(read.value as JsonObject);
  }
  const architecture = textOf(answer, 'architecture.json');
  return ok({
    key,
    outputs: Object.fromEntries(Object.entries(outputs).map(([name, { digest }]) => [name, digest])),
    isHit,
    architecture: architecture === undefined ? null : (JSON.parse(architecture) as ArchitectureFile),
    metrics: metrics.value,
    lines,
  });
}

type Done = Extract<TrialAnswer, { readonly done: true }>;

function textOf({ outputs }: Done, name: string): string | undefined {
  const path = Object.hasOwn(outputs, name) ? outputs[name]?.path : undefined;
  return path === undefined ? undefined : readFileSync(path, 'utf8');
}

function parsed<T>(format: Contract<T>, text: string): Result<T, JobFailure> {
  const read = format.parse(text);
  if (read.ok) return read;
  const message = `A trial left what it should not: ${read.failures.map(contractProblemText).join('; ')}`;
  return fail({ reason: 'bad-output', message });
}
