/** How trainings and searches say that they diverged, with what they had spent until then. */
import type { JobFailure } from '../../schemas/failure.ts';
import { fail } from '../../schemas/result.ts';

export interface Divergence {
  readonly what: 'Training' | 'The search';
  /** What was no longer a number, where that is not the loss alone. */
  readonly number?: string;
  /** 0-based. */
  readonly epoch: number;
  /** By the rule of CostMetrics. */
  readonly multiplyAdds: number;
  /** Settings to lower. */
  readonly settings?: string;
}

export const diverged = ({
  what,
  number = 'the loss',
  epoch,
  multiplyAdds,
  settings = 'learningRate or gradientClip',
}: Divergence) =>
  fail({
    reason: 'diverged' as const,
    message: `${what} diverged: ${number} was no longer a number in epoch ${epoch + 1}`,
    hint: `Lower ${settings}`,
    multiplyAdds,
  });

/** A training that went through but whose network measures nothing. @param what such as `validation loss` */
export const unmeasurable = (what: string, multiplyAdds: number) =>
  fail({
    reason: 'diverged' as const,
    message: `The ${what} of the trained network is not a number`,
    hint: 'Lower learningRate or gradientClip',
    multiplyAdds,
  });

/** The failures with what was spent, told by a caller who knows the price of an example. */
export const charged = (failures: readonly JobFailure[], multiplyAdds: number) =>
  fail(
    ...failures.map((failure) => (failure.reason === 'diverged' ? { ...failure, multiplyAdds } : failure)),
  );
