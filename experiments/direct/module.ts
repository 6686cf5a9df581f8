/** What a method says about itself that neither proposes trials nor shares weights. */
import type { SpaceName } from '../../schemas/architecture.ts';
import type { Settings } from '../../schemas/setting.ts';
import type { MethodDescription, MethodForm } from '../method/module.ts';

export interface DirectModule extends MethodDescription {
  readonly form: 'direct';
  /** Whether it trains shared weights after all, and so needs its images in memory. */
  readonly sharesWeights: boolean;
  readonly tasks: {
    readonly 'image-classification'?: DirectForm;
    readonly 'language-modelling'?: DirectForm;
  };
}

export interface DirectForm<S extends Settings = Settings> extends MethodForm<S> {
  readonly spaces: readonly SpaceName[];
}

export const defineDirect = (module: Omit<DirectModule, 'form'>): DirectModule => ({
  form: 'direct',
  ...module,
});
