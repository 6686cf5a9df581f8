/**
 * Reverse-mode differentiation over the tape of tfjs. It gives what `tf.grads` gives, but frees each saved tensor
 * and each gradient as soon as it was used: half the memory, which then stays in the caches.
 */
import { engine, ones, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { inPlace } from './in-place.ts';
import type { Parameter } from './parameter.ts';
import { recorder, type TapeNode, Tracker, withTracker } from './tracking.ts';
import { withWanted } from './wanted.ts';

/** One entry per parameter, in order; null where the value does not depend on it. */
export type Gradients = readonly (Tensor | null)[];

export interface ValueAndGradients {
  /** A scalar. */
  readonly value: Tensor;
  readonly gradients: Gradients;
}

/** Only the first output of these has a gradient; the others are by-products. */
const firstOutputOnly = new Set([
  'reprise/batch-norm',
  'reprise/batch-norm-affine',
  'reprise/cross-entropy',
  'reprise/max-pool',
  'reprise/separable',
  'reprise/separable-affine',
]);

const record = (f: () => Tensor, tracker: Tracker): { value: Tensor; tape: TapeNode[] } => {
  const tfjs = recorder();
  if (tfjs.state.gradientDepth > 0) {
    throw new Error('valueAndGradients cannot run inside another gradient');
  }
  tfjs.startTape();
  try {
    const value = withTracker(tracker, () => tidy(f));
    return { value, tape: tfjs.state.activeTape ?? [] };
  } catch (error) {
    for (const { saved } of tfjs.state.activeTape ?? []) for (const tensor of saved) tensor.dispose();
    tfjs.state.activeTape = null;
    throw error;
  } finally {
    tfjs.endTape();
  }
};

/** The gradients at the outputs of a node as its gradient function wants them; null if none arrived. */
const upstreamOf = (node: TapeNode, gradients: ReadonlyMap<number, Tensor>): (Tensor | null)[] | null => {
  const dys = node.outputs.map((output) => gradients.get(output.id) ?? null);
  if (firstOutputOnly.has(node.kernelName)) {
    // Without a stand-in tfjs would make zeros of the size of each by-product.
    const [first] = dys;
    return first == null ? null : dys.map(() => first);
  }
  return dys.some((dy) => dy !== null) ? dys : null;
};

/** Runs one node backwards: [id of an input, gradient] for each input that matters. */
const stepBack = (node: TapeNode, dys: (Tensor | null)[], relevant: Tracker): [number, Tensor][] => {
  const { gradient, inputs, kernelName } = node;
  if (gradient === undefined) throw new Error(`The kernel ${kernelName} has no gradient`);
  const names = Object.keys(inputs).filter((name) => relevant.has((inputs[name] as Tensor).id));
  const found: [number, Tensor][] = [];
  tidy(() => {
    const thunks = withWanted(new Set(names), () => gradient(dys));
    for (const name of names) {
      const { id } = inputs[name] as Tensor;
      const thunk = thunks[name];
      if (thunk === undefined) throw new Error(`The kernel ${kernelName} has no gradient for ${name}`);
      const dx = tidy(thunk);
      found.push([id, dys.includes(dx) ? dx.clone() : dx]);
    }
    return found.map(([, dx]) => dx);
  });
  return found;
};

const accumulate = (gradients: Map<number, Tensor>, id: number, dx: Tensor): void => {
  const sum = gradients.get(id);
  if (sum === undefined) {
    gradients.set(id, dx);
    return;
  }
  // Two tensors may share their memory; then neither may be written.
  if (engine().backend.refCount(sum.dataId) === 1) {
    inPlace().add(sum, dx);
  } else {
    gradients.set(id, engine().runKernel('Add', { a: sum, b: dx }) as Tensor);
    sum.dispose();
  }
  dx.dispose();
};

const backward = (
  value: Tensor,
  tape: readonly TapeNode[],
  targets: readonly Tensor[],
  relevant: Tracker,
): (Tensor | null)[] => {
  relevant.follow(tape);
  const kept = new Set(targets.map((target) => target.id));
  const gradients = new Map<number, Tensor>();
  if (relevant.has(value.id)) gradients.set(value.id, ones(value.shape));
  for (let i = tape.length - 1; i >= 0; i--) {
    const node = tape[i] as TapeNode;
    const dys = upstreamOf(node, gradients);
    if (dys !== null) {
      for (const [id, dx] of stepBack(node, dys, relevant)) accumulate(gradients, id, dx);
    }
    for (const tensor of node.saved) tensor.dispose();
    for (const { id } of node.outputs) {
      if (kept.has(id)) continue;
      gradients.get(id)?.dispose();
      gradients.delete(id);
    }
  }
  return targets.map((target) => gradients.get(target.id) ?? null);
};

/**
 * Runs `f` and differentiates its result with respect to parameters. The caller disposes value and gradients,
 * or calls this inside `tidy`. A parameter that `f` did not use gets null, and optimisers leave it alone.
 *
 * @throws TypeError when `f` returns no scalar; Error inside another gradient
 */
export const valueAndGradients = (f: () => Tensor, parameters: readonly Parameter[]): ValueAndGradients => {
  const targets = parameters.map((parameter) => parameter.value);
  const tracker = new Tracker(targets);
  const { value, tape } = record(f, tracker);
  try {
    if (value.size !== 1) {
      throw new TypeError(`valueAndGradients: expected a scalar, got [${value.shape.join(', ')}]`);
    }
    const gradients: (Tensor | null)[] = [];
    tidy(() => {
      gradients.push(...backward(value, tape, targets, tracker));
      return gradients.filter((gradient) => gradient !== null);
    });
    return { value, gradients };
  } finally {
    for (const { saved } of tape) for (const tensor of saved) if (!tensor.isDisposed) tensor.dispose();
    recorder().state.activeTape = null;
  }
};
