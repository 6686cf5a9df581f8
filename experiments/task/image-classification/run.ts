/** What searches of networks that sort images are given. */
import type { EngineName } from '../../../schemas/engine.ts';
import type { JsonObject } from '../../../schemas/json.ts';
import type { MethodSettings } from '../../../schemas/manifest.ts';
import type { Nasbench101Table } from '../../benchmark/nasbench101-table.ts';
import type { ImageDataSet } from '../../data/image-data-set.ts';
import type { SpaceModule } from '../../space/module.ts';
import type { TrialPort } from '../../trial/finished-trial.ts';
import type { TrialLog } from '../../trial/trial-log.ts';
import type { FindWeightSharing } from '../weight-sharing-module.ts';
import type { SearchRun } from './search-run.ts';
import type { ImageSpace } from './space.ts';

export interface ImageRun extends SearchRun<MethodSettings> {
  readonly space: SpaceModule<unknown>;
  readonly networks: ImageSpace<unknown>;
  readonly images: ImageDataSet;
  /** What is known of the architectures found; for reports, out of reach of the search. */
  readonly table: Nasbench101Table | null;
  /** Of trainings that go on within the job. */
  readonly log: TrialLog;
  /** For trainings that are jobs. */
  readonly trials: TrialPort;
  /** Of the task: epochs after which the one-shot model ranks cells. */
  readonly rankedAfter: readonly number[];
  /** As the manifest has it. */
  readonly task: JsonObject;
  /** Not started: whoever computes with it starts it. */
  readonly engine: EngineName;
  readonly sharing: FindWeightSharing;
}
