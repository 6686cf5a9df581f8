/** What searches of networks that sort images are given. */
import type { MethodSettings } from '../../../schemas/manifest.ts';
import type { Nasbench101Table } from '../../benchmark/nasbench101-table.ts';
import type { ImageDataSet } from '../../data/image-data-set.ts';
import type { SpaceModule } from '../../space/module.ts';
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
  readonly log: TrialLog;
  readonly sharing: FindWeightSharing;
}
