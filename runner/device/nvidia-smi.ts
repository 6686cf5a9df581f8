/** NVIDIA's GPUs, asked of the tool that comes with their driver. */
import { groupBy } from '../util/group-by.ts';
import { askTool } from './ask-tool.ts';
import type { GpuProcess, GpuState } from './gpu.ts';

const format = '--format=csv,noheader,nounits';
const gpuFields = 'index,name,memory.total,memory.used,ecc.errors.uncorrected.volatile.total,uuid';
const processFields = 'pid,gpu_uuid,used_memory,process_name';

/** None where there is no driver, or the driver does not answer. */
export async function askNvidia(): Promise<readonly GpuState[]> {
  const [gpus, processes] = await Promise.all([
    ask(`--query-gpu=${gpuFields}`),
    ask(`--query-compute-apps=${processFields}`),
  ]);
  return gpus === undefined
    ? []
    : parseNvidia(gpus, processes === undefined ? undefined : parseProcesses(processes));
}

/** With one GPU that has fallen off the bus the tool fails, but tells of the others. */
const ask = async (query: string): Promise<string | undefined> =>
  (await askTool('nvidia-smi', [query, format]))?.stdout;

/**
 * Lines such as `0, NVIDIA H100 80GB HBM3, 81559, 17, 0, GPU-9b1c...`; lines of another form are left out. A number that
 * a GPU cannot have reads `[N/A]`; any other text in its place says what is wrong with the GPU.
 * @param processes by the UUID of their GPU; undefined where the driver did not tell
 */
export function parseNvidia(
  output: string,
  processes: ReadonlyMap<string, readonly GpuProcess[]> | undefined,
): GpuState[] {
  return output.split('\n').flatMap((line): GpuState[] => {
    const match = /^(\d+), (.*), ([^,]+), ([^,]+), ([^,]+), (GPU-\S+)\s*$/.exec(line);
    if (match === null) return [];
    const [, index = '', name = '', total = '', used = '', errors = '', id = ''] = match;
    return [
      {
        ...{ vendor: 'nvidia', id, index, name },
        memoryMib: numberIn(total) ?? 0,
        usedMib: numberIn(used),
        processes: processes === undefined ? null : (processes.get(id) ?? []),
        fault: faultOf(total, used, errors),
      },
    ];
  });
}

function faultOf(total: string, used: string, errors: string): string | null {
  const odd = [total, used].find((text) => numberIn(text) === null && !isUnavailable(text));
  if (odd !== undefined) return `nvidia-smi says ${odd.trim()}`;
  const count = numberIn(errors) ?? 0;
  return count === 0 ? null : `${count} memory error(s) that were not corrected since its driver started`;
}

/** Lines such as `4711, GPU-9b1c..., 1024, /usr/bin/python3`; by the UUID of the GPU. */
export function parseProcesses(output: string): ReadonlyMap<string, readonly GpuProcess[]> {
  const lines = output.split('\n').flatMap((line) => {
    const match = /^(\d+), (GPU-\S+), ([^,]+), (.*)$/.exec(line.trim());
    return match === null ? [] : [match];
  });
  const byGpu = groupBy(lines, ([, , id = '']) => id);
  return new Map(
    [...byGpu].map(([id, own]) => [
      id,
      own.map(([, pid, , memory = '', name = '']) => ({
        pid: Number(pid),
        name,
        memoryMib: numberIn(memory),
      })),
    ]),
  );
}

const numberIn = (text: string): number | null => (/^\d+$/.test(text.trim()) ? Number(text) : null);

const isUnavailable = (text: string): boolean => /^\[?(?:N\/A|Not Supported)\]?$/i.test(text.trim());
