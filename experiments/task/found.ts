/** What a search hands on. */
import type { ArchitectureFile } from '../../schemas/architecture.ts';
import type { JsonObject } from '../../schemas/json.ts';
import type { JobMetrics } from '../../schemas/metrics.ts';

export interface Found {
  readonly architecture: ArchitectureFile;
  readonly metrics: JobMetrics;
  /** Further outputs of JSON lines, by file name. */
  readonly lines?: Readonly<Record<string, readonly JsonObject[]>>;
}
