/** What a method says about itself. Its schema, its part of the manifest reference, what it fits and its tests derive from it. */
import type { JsonObject } from '../../schemas/json.ts';
import type { Settings, SettingsOf } from '../../schemas/setting.ts';
import type { Key } from '../rng/key.ts';
import type { SearchedSpace } from '../space/variation.ts';
import type { BlackBoxMethod } from './black-box-method.ts';

export interface MethodDescription {
  /** Its name in a manifest. It depends neither on the space nor on the task. */
  readonly kind: string;
  /** One sentence. */
  readonly description: string;
  /** Paper and section; absent where no paper proposes it. */
  readonly source?: string;
}

/** Settings, and how a person writes them. */
export interface MethodForm<S extends Settings = Settings> {
  readonly settings: S;
  /** As in a paper, without the kind. */
  readonly example: JsonObject;
  /** With these a search takes moments; under the name of what they show. */
  readonly tiny: Readonly<Record<string, JsonObject>>;
}

/**
 * Proposes architectures and is told their scores. It fits every space whose architectures can be tried one by one, in
 * every task that trains or looks up trials. How a trial is trained is the task's to say, and joins these settings.
 */
export interface BlackBoxModule<S extends Settings = Settings> extends MethodDescription, MethodForm<S> {
  readonly form: 'black-box';
  /** The lengths of training that it asks for; absent where all trials are of one length. */
  trialEpochs?(settings: SettingsOf<S>): readonly number[];
  propose<A>(settings: SettingsOf<S>, space: SearchedSpace<A>, options: ProposalOptions): BlackBoxMethod<A>;
}

export interface ProposalOptions {
  /** Length of each trial, for the methods that do not choose it. */
  readonly epochs: number;
  readonly key: Key;
}

/** Infers the settings of a black-box method. */
export const defineBlackBox = <S extends Settings>(
  module: Omit<BlackBoxModule<S>, 'form'>,
): BlackBoxModule<S> => ({ form: 'black-box', ...module });
