import { labelError } from '../check.ts';
import type { WasmKernel } from './sidecar.ts';

export const lossKernels: readonly WasmKernel[] = [
  {
    name: 'reprise/cross-entropy',
    run: (sidecar, { logits, labels }, attributes) => {
      const { labelSmoothing } = attributes;
      const [batch = 0, classes = 0] = logits?.shape ?? [];
      const loss = sidecar.output([]);
      const gradient = sidecar.output([batch, classes]);
      const space = sidecar.scratch(8 * classes);
      const bad = sidecar.kernels.crossEntropy(
        sidecar.at(logits),
        sidecar.at(labels),
        batch,
        classes,
        labelSmoothing,
        sidecar.at(loss),
        sidecar.at(gradient),
        space,
      );
      if (bad >= 0) {
        sidecar.discard(loss);
        sidecar.discard(gradient);
        throw labelError(classes, bad);
      }
      return [loss, gradient];
    },
  },
];
