/** What the execution of a graph needs to know and use, all passed in. */
import type { GitCommit, JobKey, Sha256 } from '../../schemas/ids.ts';
import type { JsonObject } from '../../schemas/json.ts';
import type { Limits } from '../../schemas/manifest.ts';
import type { CommittedTrees } from '../../schemas/record.ts';
import type { JobGraph } from '../graph/job-graph.ts';
import type { KeyContext } from '../graph/key-material.ts';
import type { RunLog } from '../log/run-event.ts';
import type { Store } from '../store/store.ts';
import type { Clock } from '../util/clock.ts';
import type { Drivers } from './driver-host.ts';
import type { Executor } from './executor.ts';

/** Where the files of a job's data sets lie; null for what is generated. */
export interface DataFolders {
  readonly dataFolder: string | null;
  readonly benchmarkFolder: string | null;
}

export interface RunSettings {
  readonly runId: string;
  readonly graph: JobGraph;
  readonly context: KeyContext;
  readonly store: Store;
  readonly executor: Executor;
  readonly drivers: Drivers;
  readonly log: RunLog;
  readonly clock: Clock;
  readonly commit: GitCommit;
  /** What the commit holds where code lies; left out where nobody looked. */
  readonly trees?: CommittedTrees;
  readonly dirtyPatch: Sha256 | null;
  readonly foldersOf: (parameters: JsonObject) => DataFolders;
  /** Whether its data sets are still those that its key names; left out where nothing is read from files. */
  readonly isDataAsKeyed?: (parameters: JsonObject) => boolean;
  readonly limits: Limits;
  /** Told what jobs print, as it comes. */
  readonly onPrinted?: ((key: JobKey, text: string) => void) | undefined;
  /** The first failure ends the run. */
  readonly failFast?: boolean | undefined;
}
