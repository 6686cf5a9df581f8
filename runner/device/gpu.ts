/** The GPUs of this machine as leases see them, whoever made them. */
import type { Device } from '../exec/device.ts';

export interface Gpu {
  /** Whose driver tells of it: NVIDIA's, AMD's, or nobody's, where only a variable names it. */
  readonly vendor: 'nvidia' | 'amd';
  /** The same in every process of this machine, whatever it may see: a UUID where the driver has one. */
  readonly id: string;
  /** What binds a process to it: its number as the driver counts, or as the variable names it. */
  readonly index: string;
  readonly name: string;
  /** Of the whole GPU, in MiB; 0 where nobody tells. */
  readonly memoryMib: number;
}

export interface GpuProcess {
  readonly pid: number;
  readonly name: string;
  /** On this GPU; null where the driver does not tell. */
  readonly memoryMib: number | null;
}

export interface GpuState extends Gpu {
  /** Memory in use by anybody, in MiB; null where nobody tells. */
  readonly usedMib: number | null;
  /** Processes that compute on it; null where the driver does not tell which GPU they use. */
  readonly processes: readonly GpuProcess[] | null;
  /** Why it should not be used, as a clause; null when nothing is wrong. */
  readonly fault: string | null;
}

export interface GpuView {
  /** All that the driver tells of, in its order. */
  readonly states: readonly GpuState[];
  /** Ids of those that this process may use. */
  readonly usable: readonly string[];
}

/** Where GPUs are looked at; tests simulate it. */
export interface GpuMachine {
  /** @param maxAgeMs what was seen so long ago will do. Never rejects. */
  look(maxAgeMs: number): Promise<GpuView>;
}

/** Such as `cuda:0`. */
export const gpuName = ({ vendor, index }: Pick<Gpu, 'vendor' | 'index'>): string =>
  `${vendor === 'nvidia' ? 'cuda' : 'rocm'}:${index}`;

/** What binds a process to some GPUs of one vendor. */
export function deviceOf(gpus: readonly Gpu[]): Device {
  const [first] = gpus;
  if (first === undefined) throw new TypeError('Expected at least one GPU, got none');
  const indices = gpus.map(({ index }) => index).join(',');
  return {
    id: gpuName({ vendor: first.vendor, index: indices }),
    env:
      first.vendor === 'nvidia'
        ? // CUDA counts the fastest first unless told to count as nvidia-smi does.
          { CUDA_VISIBLE_DEVICES: indices, CUDA_DEVICE_ORDER: 'PCI_BUS_ID' }
        : { ROCR_VISIBLE_DEVICES: indices },
  };
}

/** Where programs reach the GPUs, for those that see nothing else of `/dev`. */
export const deviceFiles = (gpus: readonly Gpu[]): readonly string[] =>
  gpus.some(({ vendor }) => vendor === 'nvidia')
    ? [
        ...['/dev/nvidiactl', '/dev/nvidia-uvm', '/dev/nvidia-uvm-tools', '/dev/nvidia-modeset'],
        ...gpus.map(({ index }) => `/dev/nvidia${index}`),
      ]
    : ['/dev/kfd', '/dev/dri'];
