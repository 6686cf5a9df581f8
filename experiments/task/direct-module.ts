/** What a method says about itself that neither proposes trials nor shares weights. */
import type { SpaceName } from '../../schemas/architecture.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { Result } from '../../schemas/result.ts';
import type { Settings } from '../../schemas/setting.ts';
import type { MethodDescription, MethodForm } from '../method/module.ts';
import type { Found } from './found.ts';
import type { ImageRun } from './image-classification/run.ts';
import type { TextRun } from './language/run.ts';

export interface DirectModule extends MethodDescription {
  readonly form: 'direct';
  /** Whether it trains shared weights after all, and so needs its images in memory. */
  readonly sharesWeights: boolean;
  /** Whether its searches compute nothing themselves, but have trials computed by the runner. */
  readonly asksForTrials: boolean;
  readonly tasks: {
    readonly 'image-classification'?: DirectForm<ImageRun>;
    readonly 'language-modelling'?: DirectForm<TextRun>;
  };
}

export interface DirectForm<Run, S extends Settings = Settings> extends MethodForm<S> {
  readonly spaces: readonly SpaceName[];
  /** Its search, loaded when asked for. */
  readonly load: () => Promise<{ search(run: Run): Promise<Result<Found, JobFailure>> }>;
}

export const defineDirect = (module: Omit<DirectModule, 'form'>): DirectModule => ({
  form: 'direct',
  ...module,
});
