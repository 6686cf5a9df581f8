/** The line of `trajectory.jsonl` that an epoch of ISTA-NAS leaves. */
import type { JsonObject } from '../../../schemas/json.ts';
import type { Tally } from '../../task/tally.ts';
import type { SparseCodes } from './sparse-codes.ts';
import type { IstaRun } from './sparse-training.ts';

export interface EpochRecord {
  readonly phase: 'search' | 'final';
  /** Over both phases; the first is 1. */
  readonly epoch: number;
  readonly learningRate: number;
  readonly train: Tally;
  readonly validation?: Tally;
  /** One-stage: the network of the genotype recovered was too large, and the one before it stayed. */
  readonly rejected?: boolean;
}

/** Errors are of the network that the epoch trained; support, x, b and genotype as the recovery at its end left them. */
export async function record(
  { observer }: IstaRun,
  codes: SparseCodes,
  { train, validation, ...rest }: EpochRecord,
): Promise<void> {
  const { normal, normal_concat, reduce, reduce_concat, extra_batch_norm } = codes.genotype;
  observer.line({
    ...rest,
    ...errors('train', train),
    ...(validation ? errors('validation', validation) : {}),
    genotype: {
      normal: normal.map((edge) => [...edge]),
      normal_concat: [...normal_concat],
      reduce: reduce.map((edge) => [...edge]),
      reduce_concat: [...reduce_concat],
      ...(extra_batch_norm ? { extra_batch_norm } : {}),
    },
    codes: await codes.describe(),
  });
}

function errors(split: string, { errorPercent, loss }: Tally): JsonObject {
  // JSON has no word for a loss that overflowed.
  return {
    [`${split}ErrorPercent`]: errorPercent,
    ...(Number.isFinite(loss) ? { [`${split}Loss`]: loss } : {}),
  };
}
