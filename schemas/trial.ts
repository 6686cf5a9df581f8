/**
 * Trials between a search and the runner: the search asks for one, the runner computes it as a job with a key and a record,
 * and answers with what the job left. Also `trials.jsonl`, in which a search names the trials that it rests on.
 */
import { type Static, Type } from '@sinclair/typebox';
import type { ArchitectureFile } from './architecture.ts';
import { contract, exact, jobKeySchema, mapOf, outputNamePattern, sha256Schema } from './contract.ts';
import type { JobFailure } from './failure.ts';
import type { JobKey, Sha256 } from './ids.ts';
import type { JsonObject } from './json.ts';

export interface TrialRequest {
  /** 0-based, in the order of asking. */
  readonly number: number;
  /** Of the job, all that its key holds but the seed, which is the search's: searches with one seed share equal trials. */
  readonly parameters: JsonObject;
  /** Becomes the input `architecture` of the job; null for a trial that finds one itself. */
  readonly architecture: ArchitectureFile | null;
  /** Further inputs: outputs of earlier trials of this search. */
  readonly inputs: Readonly<Record<string, Sha256>>;
}

export type TrialAnswer =
  | {
      readonly done: true;
      /** Of the trial's job. */
      readonly key: JobKey;
      /** Its outputs by file name; each path is verified and read-only. */
      readonly outputs: Readonly<Record<string, { readonly digest: Sha256; readonly path: string }>>;
      /** Nothing was computed for this answer. */
      readonly isHit: boolean;
    }
  | { readonly done: false; readonly failure: JobFailure };

/** A line of `trials.jsonl`. */
const trialLineSchema = exact({
  trial: Type.Integer({ minimum: 0 }),
  /** Id of what the method proposed. */
  architecture: Type.String(),
  epochs: Type.Integer({ minimum: 0 }),
  key: jobKeySchema,
  /** Output file name to digest. */
  outputs: mapOf(outputNamePattern, sha256Schema),
});

export type TrialLine = Readonly<Static<typeof trialLineSchema>>;

export const trialLineFormat = contract('line of trials.jsonl', trialLineSchema);

/** The output of a search that lists its trials. */
export const trialsFile = 'trials.jsonl';
