/** What a method that shares weights says about itself. */
import type { SpaceName } from '../../schemas/architecture.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { JsonObject } from '../../schemas/json.ts';
import type { Result } from '../../schemas/result.ts';
import type { Settings, SettingsOf } from '../../schemas/setting.ts';
import type { MethodDescription, MethodForm } from '../method/module.ts';
import type { SearchOutcome, SearchRun } from './image-classification/search-run.ts';
import type { RnnSearchOutcome, RnnSearchRun } from './language/search-run.ts';
import type { Measurement } from './tally.ts';

/** Trains one network that holds many architectures. */
export interface WeightSharingModule extends MethodDescription {
  readonly form: 'weight-sharing';
  /** Its settings, examples and searches in each task that it fits. */
  readonly tasks: {
    readonly 'image-classification'?: SharedForm<ImageSearch>;
    readonly 'language-modelling'?: SharedForm<TextSearch>;
  };
}

export interface SharedForm<Search, S extends Settings = Settings> extends MethodForm<S> {
  /** In each space that the method fits, loaded when asked for. */
  readonly searches: Searches<Search>;
  /** Settings with which a search measures nothing; absent where it always measures. */
  readonly measuresNothing?: JsonObject;
}

export type Searches<Search> = Readonly<Partial<Record<SpaceName, () => Promise<Search>>>>;

export interface ImageSearch<S extends Settings = Settings> {
  search(
    run: SearchRun<SettingsOf<S>>,
  ): Promise<Result<SearchOutcome<unknown, Measurement | null>, JobFailure>>;
}

export interface TextSearch<S extends Settings = Settings> {
  search(run: RnnSearchRun<SettingsOf<S>>): Promise<Result<RnnSearchOutcome, JobFailure>>;
}

/** For searches that run another method; undefined for a kind that shares no weights. */
export type FindWeightSharing = (kind: string) => Promise<WeightSharingModule | undefined>;

export const defineWeightSharing = (module: Omit<WeightSharingModule, 'form'>): WeightSharingModule => ({
  form: 'weight-sharing',
  ...module,
});
