/** The GPUs of this machine: of NVIDIA, else of AMD, else those that CUDA_VISIBLE_DEVICES names where no tool answers. */
import type { Environment } from '../project/places.ts';
import type { GpuMachine, GpuView } from './gpu.ts';
import { askNvidia } from './nvidia-smi.ts';
import { askAmd } from './rocm-smi.ts';
import { namedGpus, visibleGpus } from './visible-gpus.ts';

/** @param env variables of the process. @param now milliseconds on a monotonic clock */
export function gpuMachine(env: Environment, now: () => number): GpuMachine {
  let asked: { readonly at: number; readonly view: Promise<GpuView> } | undefined;
  return {
    // However many jobs wait, the tools are asked once.
    look: (maxAgeMs) => {
      if (asked === undefined || now() - asked.at > maxAgeMs) asked = { at: now(), view: lookAtGpus(env) };
      return asked.view;
    },
  };
}

export async function lookAtGpus(env: Environment): Promise<GpuView> {
  const [nvidia, amd] = await Promise.all([askNvidia(), askAmd()]);
  const cuda = env['CUDA_VISIBLE_DEVICES'];
  const rocm = env['ROCR_VISIBLE_DEVICES'] ?? env['HIP_VISIBLE_DEVICES'];
  const states = nvidia.length > 0 ? nvidia : amd.length > 0 ? amd : namedGpus(cuda);
  const usable = visibleGpus(states, states === amd ? rocm : cuda);
  return { states, usable: usable.map(({ id }) => id) };
}
