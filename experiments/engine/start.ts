import { coreVersion } from './core-first.ts';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { createRequire } from 'node:module';
import { version_cpu } from '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths, version_wasm } from '@tensorflow/tfjs-backend-wasm';
import { enableProdMode, env, registerGradient, registerKernel, setBackend } from '@tensorflow/tfjs-core';
import { type EngineInfo, type EngineName, engines } from '../../schemas/engine.ts';
import { tfjsWasmFolder } from './assets.ts';
import { gradients } from './gradient-table.ts';
import { registerInPlace } from './in-place.ts';
import { cpuView, referenceInPlace } from './reference/in-place.ts';
import { referenceKernels, toKernelConfig } from './reference/index.ts';
import { startTensorFlow } from './tensorflow/start.ts';
import { installWasm } from './wasm/install.ts';
import { startWebGpu } from './webgpu/start.ts';

const pinned = '4.22.0';

/** The kernels lean on parts of tfjs that may change with any version. */
const checkVersions = (): void => {
  const found = { core: coreVersion, cpu: version_cpu, wasm: version_wasm };
  for (const [part, version] of Object.entries(found)) {
    if (version !== pinned) throw new Error(`The engine needs tfjs ${pinned}, but its ${part} is ${version}`);
  }
};

/** The loader of tfjs is CommonJS and looks for these two names, which an ES module lacks. */
const lendCommonJs = (folder: string): void => {
  const scope = globalThis as { __dirname?: string; require?: NodeJS.Require };
  scope.__dirname ??= folder;
  scope.require ??= createRequire(import.meta.url);
};

const startCpu = (): void => {
  for (const kernel of referenceKernels) registerKernel(toKernelConfig(kernel, 'cpu'));
  registerInPlace('cpu', referenceInPlace(cpuView));
};

const startWasm = async (): Promise<void> => {
  const folder = tfjsWasmFolder();
  lendCommonJs(folder);
  setWasmPaths(folder);
  if (!(await env().getAsync('WASM_HAS_SIMD_SUPPORT'))) {
    throw new Error('The wasm engine needs WebAssembly SIMD, which this runtime lacks');
  }
};

const started = new Set<EngineName>();

/**
 * Makes an engine the current one. Ops and parameters belong to the engine that was current when they were made.
 * May be called again, also with another name.
 *
 * @throws EngineUnavailable when this machine lacks a package or a device; Error when a file is missing, or tfjs is
 *   not what this project was built against
 */
export const startEngine = async (name: EngineName): Promise<EngineInfo> => {
  checkVersions();
  // Without it tfjs checks every argument twice and prints a greeting.
  enableProdMode();
  const first = !started.has(name);
  if (started.size === 0) for (const gradient of gradients) registerGradient(gradient);
  if (first && name === 'cpu') startCpu();
  if (first && name === 'wasm') await startWasm();
  if (first && name === 'webgpu') await startWebGpu();
  if (first && name === 'tensorflow') await startTensorFlow();
  if (!(await setBackend(name))) throw new Error(`tfjs could not start its ${name} backend`);
  if (first && name === 'wasm') installWasm();
  started.add(name);
  return engines[name];
};
