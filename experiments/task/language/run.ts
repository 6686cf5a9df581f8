/** What searches of language models are given. */
import type { EngineName } from '../../../schemas/engine.ts';
import type { MethodSettings } from '../../../schemas/manifest.ts';
import type { Corpus } from '../../data/language/corpus.ts';
import type { Key } from '../../rng/key.ts';
import type { SpaceModule } from '../../space/module.ts';
import type { SearchObserver } from '../../trial/search-observer.ts';
import type { TextSpace } from './space.ts';

export interface TextRun {
  readonly settings: MethodSettings;
  readonly space: SpaceModule<unknown>;
  readonly networks: TextSpace<unknown>;
  readonly corpus: Corpus;
  readonly key: Key;
  readonly observer: SearchObserver;
  /** Not started: whoever computes with it starts it. */
  readonly engine: EngineName;
}
