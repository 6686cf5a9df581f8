/** Which GPUs the caller's variables leave. */
import type { Gpu, GpuState } from './gpu.ts';

/**
 * The GPUs that a variable such as CUDA_VISIBLE_DEVICES leaves, in its order. As in CUDA, the first entry that names no
 * GPU ends the list, and a UUID may be shortened while it stays unique.
 */
export function visibleGpus<G extends Pick<Gpu, 'id' | 'index'>>(
  gpus: readonly G[],
  visible: string | undefined,
): readonly G[] {
  if (visible === undefined) return gpus;
  const chosen: G[] = [];
  for (const entry of entriesOf(visible)) {
    const gpu = findGpu(gpus, entry);
    if (gpu === undefined || chosen.includes(gpu)) break;
    chosen.push(gpu);
  }
  return chosen;
}

/** GPUs that nothing but the variable tells of: used as it says, with nothing known of their memory. */
export function namedGpus(visible: string | undefined): GpuState[] {
  const entries = entriesOf(visible ?? '');
  const end = entries.findIndex((entry) => !/^(?:\d+|GPU-[0-9a-f-]+)$/i.test(entry));
  const named = new Set(entries.slice(0, end === -1 ? entries.length : end));
  return [...named].map((index) => ({
    ...{ vendor: 'nvidia', id: /^\d+$/.test(index) ? `cuda-${index}` : index, index, name: 'GPU' },
    ...{ memoryMib: 0, usedMib: null, processes: null, fault: null },
  }));
}

const entriesOf = (visible: string): string[] => visible.split(',').map((each) => each.trim());

function findGpu<G extends Pick<Gpu, 'id' | 'index'>>(gpus: readonly G[], entry: string): G | undefined {
  if (/^\d+$/.test(entry)) return gpus.find(({ index }) => index === String(Number(entry)));
  if (!entry.startsWith('GPU-')) return undefined;
  const named = gpus.filter(({ id }) => id.startsWith(entry));
  return named.length === 1 ? named[0] : undefined;
}
