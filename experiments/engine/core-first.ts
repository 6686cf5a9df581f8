/**
 * Loads the core of tfjs; imported before its gradients. A bundle may hold the core twice, once for them, and the copy
 * that loads first makes all tensors: it must be the one that knows their methods.
 */
import { version_core } from '@tensorflow/tfjs-core';

export const coreVersion: string = version_core;
