/** What a person reads when an engine cannot run here. */
import { expect, it } from 'vitest';
import type { OptionalPackage } from '../../../experiments/engine/optional-package.ts';
import { loadOptional } from '../../../experiments/engine/optional-package.ts';
import { loadTensorFlow } from '../../../experiments/engine/tensorflow/start.ts';
import { EngineUnavailable } from '../../../experiments/engine/unavailable.ts';
import { adapterNames, required } from '../../../experiments/engine/webgpu/dawn.ts';

const caught = async (attempt: () => unknown): Promise<EngineUnavailable> => {
  try {
    await attempt();
  } catch (error) {
    if (error instanceof EngineUnavailable) return error;
    throw error;
  }
  throw new Error('Expected an EngineUnavailable');
};

const loads = (found: Readonly<Record<string, OptionalPackage>>) => async (name: string) =>
  found[name] ?? ({ state: 'missing' } as const);

const loaded: OptionalPackage = { state: 'loaded', exports: {} };

it('without either package the tensorflow engine says what to install', async () => {
  const error = await caught(() => loadTensorFlow(loads({})));
  expect(error.message).toBe(
    'The tensorflow engine is not available: neither @tensorflow/tfjs-node-gpu nor @tensorflow/tfjs-node is installed',
  );
  expect(error.hint).toBe(
    'npm install @tensorflow/tfjs-node-gpu@4.22.0 (needs CUDA and cuDNN), or @tensorflow/tfjs-node@4.22.0 for CPUs; ' +
      'either downloads libtensorflow when it is installed',
  );
});

it('a package that does not load says why', async () => {
  const broken: OptionalPackage = {
    state: 'broken',
    message: 'libtensorflow.so.2: cannot open shared object file',
  };
  const error = await caught(() => loadTensorFlow(loads({ '@tensorflow/tfjs-node': broken })));
  expect(error.message).toBe(
    'The tensorflow engine is not available: the package @tensorflow/tfjs-node did not load: ' +
      'libtensorflow.so.2: cannot open shared object file',
  );
});

it('the package for GPUs comes first', async () => {
  const [gpu, cpu] = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'];
  expect(await loadTensorFlow(loads({ [gpu]: loaded, [cpu]: loaded }))).toBe(gpu);
  expect(await loadTensorFlow(loads({ [cpu]: loaded }))).toBe(cpu);
});

it('without its package the webgpu engine says what to install', async () => {
  const error = await caught(() => required('webgpu', { state: 'missing' }));
  expect(error.message).toBe('The webgpu engine is not available: the package webgpu is not installed');
  expect(error.hint).toBe('npm install @tensorflow/tfjs-backend-webgpu@4.22.0 webgpu@0.6.2');
});

it('a package that is not there is missing, not broken', async () => {
  expect(await loadOptional('@tensorflow/no-such-package')).toEqual({ state: 'missing' });
});

it('adapters are read from the complaint of Dawn about one that does not exist', () => {
  const complaint =
    "no suitable backends found\nAvailable adapters:\n * backend: 'vulkan', name: 'NVIDIA A100 (PCIe)'\n" +
    " * backend: 'vulkan', name: 'SwiftShader Device (Subzero)'";
  expect(adapterNames(complaint)).toEqual(['NVIDIA A100 (PCIe)', 'SwiftShader Device (Subzero)']);
  expect(adapterNames('no suitable backends found')).toEqual([]);
});
