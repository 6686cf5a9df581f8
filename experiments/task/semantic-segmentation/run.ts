/** What searches of networks that segment images are given. */
import type { EngineName } from '../../../schemas/engine.ts';
import type { MethodSettings } from '../../../schemas/manifest.ts';
import type { Key } from '../../rng/key.ts';
import type { SpaceModule } from '../../space/module.ts';
import type { SearchObserver } from '../../trial/search-observer.ts';
import type { Opened } from './open.ts';

export interface SegmentationRun extends Opened {
  readonly settings: MethodSettings;
  readonly space: SpaceModule<unknown>;
  readonly key: Key;
  readonly observer: SearchObserver;
  /** Not started: whoever computes with it starts it. */
  readonly engine: EngineName;
}
