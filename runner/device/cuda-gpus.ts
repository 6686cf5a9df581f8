/** The CUDA GPUs of this machine, asked of the tool that comes with their driver. */
import { execa } from 'execa';

export interface CudaGpu {
  /** Number in the order of the bus, as nvidia-smi counts. */
  readonly index: number;
  readonly name: string;
  readonly memoryMib: number;
  /** Such as `GPU-9b1c...`. */
  readonly uuid: string;
}

const query = ['--query-gpu=index,name,memory.total,uuid', '--format=csv,noheader,nounits'];
/** A driver in trouble can keep the tool waiting for ever. */
const limitMs = 5_000;

/** None where there is no driver, or the driver does not answer. */
export async function findCudaGpus(): Promise<readonly CudaGpu[]> {
  const answer = await execa('nvidia-smi', query, { reject: false, timeout: limitMs, stdin: 'ignore' });
  return answer.failed ? [] : visibleGpus(parseGpus(answer.stdout), process.env['CUDA_VISIBLE_DEVICES']);
}

/** Lines such as `0, NVIDIA H100 80GB HBM3, 81559, GPU-9b1c...`; lines of another form are left out. */
export function parseGpus(output: string): CudaGpu[] {
  return output.split('\n').flatMap((line) => {
    const [, index, name = '', memory, uuid = ''] =
      /^(\d+), (.*), (\d+|\[N\/A\]), (GPU-\S+)\s*$/.exec(line) ?? [];
    return index === undefined
      ? []
      : [{ index: Number(index), name, memoryMib: memory === '[N/A]' ? 0 : Number(memory), uuid }];
  });
}

/**
 * The GPUs that CUDA_VISIBLE_DEVICES leaves, in its order. As in CUDA, the first entry that names no GPU ends the
 * list, and a UUID may be shortened while it stays unique.
 */
export function visibleGpus(gpus: readonly CudaGpu[], visible: string | undefined): readonly CudaGpu[] {
  if (visible === undefined) return gpus;
  const chosen: CudaGpu[] = [];
  for (const entry of visible.split(',').map((each) => each.trim())) {
    const gpu = findGpu(gpus, entry);
    if (gpu === undefined || chosen.includes(gpu)) break;
    chosen.push(gpu);
  }
  return chosen;
}

function findGpu(gpus: readonly CudaGpu[], entry: string): CudaGpu | undefined {
  if (/^\d+$/.test(entry)) return gpus.find(({ index }) => index === Number(entry));
  if (!entry.startsWith('GPU-')) return undefined;
  const named = gpus.filter(({ uuid }) => uuid.startsWith(entry));
  return named.length === 1 ? named[0] : undefined;
}
