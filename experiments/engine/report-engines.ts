/** Tries every engine on this machine, for a person who wants to know what will run. */
import { type EngineName, engines } from '../../schemas/engine.ts';
import type { EngineReport } from '../../schemas/engine-report.ts';
import { startEngine } from './start.ts';
import { loadTensorFlow } from './tensorflow/start.ts';
import { EngineUnavailable } from './unavailable.ts';
import { kernelInstructions } from './wasm/install.ts';
import { adapterHint, listAdapters } from './webgpu/dawn.ts';

type Found = Omit<Extract<EngineReport, { available: true }>, 'engine' | 'available'>;

/** Each gives the devices that the engine found, or throws. */
const probes: Readonly<Record<EngineName, () => Promise<Found>>> = {
  wasm: async () => {
    await startEngine('wasm');
    return { devices: [], kernels: kernelInstructions() };
  },
  cpu: async () => {
    await startEngine('cpu');
    return { devices: [] };
  },
  webgpu: async () => {
    const adapters = await listAdapters();
    if (adapters.length === 0) throw new EngineUnavailable('webgpu', 'no adapter was found', adapterHint);
    // An adapter may be listed and still not give a device.
    await startEngine('webgpu');
    return { devices: adapters };
  },
  // The library finds its devices by itself, and only when it computes.
  tensorflow: async () => ({ devices: [await loadTensorFlow()] }),
};

const report = async (engine: EngineName): Promise<EngineReport> => {
  try {
    return { engine, available: true, ...(await probes[engine]()) };
  } catch (error) {
    if (error instanceof EngineUnavailable) {
      return { engine, available: false, why: error.why, hint: error.hint };
    }
    const why = error instanceof Error ? error.message : String(error);
    return { engine, available: false, why, hint: 'run `npm ci`, which installs and builds' };
  }
};

/** One line for each engine as soon as it is known, so that a crash of one engine's library hides no other. */
export const reportEngines = async (print: (line: string) => void): Promise<void> => {
  for (const engine of Object.keys(engines) as EngineName[]) {
    print(`${JSON.stringify(await report(engine))}\n`);
  }
};
