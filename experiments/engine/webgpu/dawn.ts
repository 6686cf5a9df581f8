/**
 * WebGPU in Node.js, from the `webgpu` package: Dawn, the implementation of Chromium. The tfjs backend looks for it
 * where a browser would have it.
 */
import { loadOptional, type OptionalPackage } from '../optional-package.ts';
import { EngineUnavailable } from '../unavailable.ts';

/** Names the adapter of this process, as `listAdapters` spells it. Without it Dawn chooses. */
const adapterVariable = 'REPRISE_WEBGPU_ADAPTER';

interface Gpu {
  /** @returns null where there is no adapter */
  requestAdapter(options?: { powerPreference: 'high-performance' }): Promise<object | null>;
}

interface Dawn {
  readonly create: (options: readonly string[]) => Gpu;
  readonly globals: Readonly<Record<string, unknown>>;
}

const packageHint = 'npm install @tensorflow/tfjs-backend-webgpu@4.22.0 webgpu@0.6.2';

export const adapterHint =
  'install the Vulkan driver and loader of your GPU (Debian: mesa-vulkan-drivers libvulkan1), or use a software ' +
  'adapter: docs/engines.md';

/** @throws EngineUnavailable unless the package was loaded */
export const required = (name: string, found: OptionalPackage): Readonly<Record<string, unknown>> => {
  if (found.state === 'loaded') return found.exports;
  const why =
    found.state === 'missing'
      ? `the package ${name} is not installed`
      : `the package ${name} did not load: ${found.message}`;
  throw new EngineUnavailable('webgpu', why, packageHint);
};

const loadDawn = async (): Promise<Dawn> =>
  required('webgpu', await loadOptional('webgpu')) as unknown as Dawn;

/** Lines such as ` * backend: 'vulkan', name: 'NVIDIA H100'`, from the complaint about an unknown adapter. */
export const adapterNames = (complaint: string): string[] =>
  Array.from(complaint.matchAll(/^ \* backend: '[^']*', name: '(.*)'$/gm), ([, name = '']) => name);

/**
 * Every adapter that Dawn finds. Two of one kind have one name, and only the first can be chosen by it.
 *
 * @throws EngineUnavailable when the package is missing or broken
 */
export const listAdapters = async (): Promise<string[]> => {
  const dawn = await loadDawn();
  try {
    // Dawn has no call that lists adapters, but names them all when the wanted one does not exist.
    await dawn.create(['adapter=a name that no adapter has']).requestAdapter();
    return [];
  } catch (error) {
    return [...new Set(adapterNames(error instanceof Error ? error.message : String(error)))];
  }
};

/** @throws EngineUnavailable when the package or an adapter is missing */
export const provideWebGpu = async (): Promise<void> => {
  const dawn = await loadDawn();
  const wanted = process.env[adapterVariable];
  const gpu = dawn.create(wanted === undefined ? [] : [`adapter=${wanted}`]);
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' }).catch(() => null);
  if (adapter === null) {
    const which = wanted === undefined ? 'no adapter was found' : `there is no adapter named ${wanted}`;
    throw new EngineUnavailable('webgpu', which, adapterHint);
  }
  Object.assign(globalThis, dawn.globals);
  // Newer versions of Node.js have a navigator of their own, which cannot be written.
  Object.defineProperty(globalThis, 'navigator', {
    value: { gpu, userAgent: 'node' },
    configurable: true,
  });
};
