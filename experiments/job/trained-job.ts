/** What a training hands on. */
import type { ArchitectureFile } from '../../schemas/architecture.ts';
import type { JobMetrics } from '../../schemas/metrics.ts';

export interface TrainedJob {
  readonly architecture: ArchitectureFile;
  readonly metrics: JobMetrics;
  /** Content of `weights.safetensors`. */
  readonly weights: Uint8Array | undefined;
}
