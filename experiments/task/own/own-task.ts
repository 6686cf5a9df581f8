/** A task as a project of its own writes it: what it measures, and one function that measures an architecture once. */

import type { JsonObject } from '../../../schemas/json.ts';
import type { DeclaredMetric } from '../../../schemas/metrics.ts';
import type { Settings, SettingsOf } from '../../../schemas/setting.ts';
import type { Key } from '../../rng/key.ts';
import type { Loaded } from '../data-cache.ts';

/** A number that the task measures. `N`: its name, which stands behind the split, as in `validation.rmse`. */
export interface OwnScore<N extends string = string>
  extends Pick<DeclaredMetric, 'unit' | 'digits' | 'goal'> {
  readonly name: N;
  /** What reports call it behind the split, as in `Validation error`; without one they show its name. */
  readonly label?: string;
  /** On which data it is measured. */
  readonly splits: readonly ('validation' | 'test')[];
}

/** What its data sets hold; `none` for a task that names none. */
export type OwnData = 'images' | 'text' | 'none';

/** A data set; its test part is there for those alone who measure on it. */
export type GivenData<D extends OwnData> = D extends 'none'
  ? null
  : Omit<Loaded[Exclude<D, 'none'>], 'test'> & { readonly test: Loaded[Exclude<D, 'none'>]['test'] | null };

export interface OwnTask<N extends string, S extends Settings, D extends OwnData> {
  /** Its name in a manifest: that of its file. */
  readonly kind: string;
  /** One sentence. */
  readonly description: string;
  /** The search spaces whose architectures it measures, by name; `declared` for those that manifests declare. */
  readonly spaces: readonly [string, ...string[]];
  readonly data: D;
  /** The first one of validation is what methods are told; the next decides where those before are equal. */
  readonly scores: readonly [OwnScore<N>, ...OwnScore<N>[]];
  /** How it trains, besides `epochs`; a manifest writes them under `trial` and in the stage `train-<kind>`. */
  readonly settings: S;
  /**
   * Trains and measures one architecture: every score of the asked split, and no other. A number that is none is a crash
   * of the trial, which the method is told. Randomness comes from `key` alone.
   */
  measure(
    run: MeasureRun<S, D>,
  ): Readonly<Partial<Record<N, number>>> | Promise<Readonly<Partial<Record<N, number>>>>;
}

export interface MeasureRun<S extends Settings = Settings, D extends OwnData = OwnData> {
  /** As files hold it. */
  readonly architecture: JsonObject;
  /** `epochs` is the budget, from the beginning. */
  readonly settings: SettingsOf<S> & { readonly epochs: number };
  readonly split: 'validation' | 'test';
  readonly data: GivenData<D>;
  /** Of the seed; another one for each split of a stage, and for trials. */
  readonly key: Key;
  /** How far it has come, for whoever watches. */
  progress(done: number, total: number): void;
}
