import { installComposed } from '../composed/index.ts';
import { loadOptional, type OptionalPackage } from '../optional-package.ts';
import { EngineUnavailable } from '../unavailable.ts';

/** In the order of preference. */
const packages = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const;

const hint =
  'npm install @tensorflow/tfjs-node-gpu@4.22.0 (needs CUDA and cuDNN), or @tensorflow/tfjs-node@4.22.0 for CPUs; ' +
  'either downloads libtensorflow when it is installed';

/**
 * Loads TensorFlow's own library, from whichever of its two packages is there.
 *
 * @param load stands for `loadOptional` in tests
 * @returns the name of the package
 * @throws EngineUnavailable when neither package is installed, or one is and does not load
 */
export const loadTensorFlow = async (
  load: (name: string) => Promise<OptionalPackage> = loadOptional,
): Promise<string> => {
  for (const name of packages) {
    const found = await load(name);
    if (found.state === 'loaded') return name;
    if (found.state === 'broken') {
      throw new EngineUnavailable('tensorflow', `the package ${name} did not load: ${found.message}`, hint);
    }
  }
  throw new EngineUnavailable('tensorflow', `neither ${packages[0]} nor ${packages[1]} is installed`, hint);
};

/** Registers TensorFlow as a backend of tfjs, with its kernels. @throws EngineUnavailable as `loadTensorFlow` does */
export const startTensorFlow = async (): Promise<void> => {
  await loadTensorFlow();
  installComposed('tensorflow');
};
