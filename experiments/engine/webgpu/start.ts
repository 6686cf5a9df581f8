import { installComposed } from '../composed/index.ts';
import { loadOptional } from '../optional-package.ts';
import { provideWebGpu, required } from './dawn.ts';

const backend = '@tensorflow/tfjs-backend-webgpu';

/**
 * Registers the webgpu backend of tfjs and its kernels. From then on Dawn keeps the process alive: it ends only with
 * process.exit.
 *
 * @throws EngineUnavailable when a package or an adapter is missing
 */
export const startWebGpu = async (): Promise<void> => {
  // The backend registers itself only where it finds WebGPU when it is loaded.
  await provideWebGpu();
  required(backend, await loadOptional(backend));
  installComposed('webgpu');
};
