/** DARTS' super-net and one of its discovered networks, for the engine benchmark. */
import { softmax, type Tensor, tidy, unstack } from '@tensorflow/tfjs-core';
import * as e from '../../experiments/engine/index.ts';
import { classifier, images, type Layer, labels, type Net, separable, Weights } from './nets.ts';

interface Options {
  readonly channels: number;
  readonly stride: number;
  readonly affine: boolean;
}

const norm = (w: Weights, channels: number, affine: boolean): Layer => {
  const gamma = affine ? w.fill([channels], 1) : null;
  const beta = affine ? w.fill([channels], 0) : null;
  return (x) => e.batchNormTrain(x, gamma && beta ? { gamma: gamma.value, beta: beta.value } : {}).y;
};

const pointwise = (w: Weights, from: number, to: number, affine: boolean): Layer => {
  const filter = w.make([1, 1, from, to], from);
  const last = norm(w, to, affine);
  return (x) => last(e.conv2d(e.relu(x), filter.value));
};

/** Halves the image: two 1x1 convolutions of stride 2, the second one pixel further. */
const reduceBy2 = (w: Weights, from: number, to: number, affine: boolean): Layer => {
  const first = w.make([1, 1, from, to / 2], from);
  const second = w.make([1, 1, from, to / 2], from);
  const last = norm(w, to, affine);
  return (x) => {
    const r = e.relu(x);
    const even = e.conv2d(r, first.value, { stride: 2 });
    const odd = e.conv2d(r, second.value, {
      stride: 2,
      pad: [
        [-1, 0],
        [-1, 0],
      ],
    });
    return last(e.concatChannels([even, odd]));
  };
};

const separableTwice = (w: Weights, size: number, { channels, stride, affine }: Options): Layer => {
  const pad = (size - 1) / 2;
  const first = separable(w, channels, size, { pad, stride, affine });
  const second = separable(w, channels, size, { pad, affine });
  return (x) => second(first(x));
};

const operations: Readonly<Record<string, (w: Weights, options: Options) => Layer>> = {
  max:
    (_w, { stride }) =>
    (x) =>
      e.maxPool(x, { size: 3, stride, pad: 1 }),
  avg:
    (_w, { stride }) =>
    (x) =>
      e.avgPool(x, { size: 3, stride, pad: 1 }),
  skip: (w, { channels, stride, affine }) =>
    stride === 1 ? (x) => x : reduceBy2(w, channels, channels, affine),
  sep3: (w, options) => separableTwice(w, 3, options),
  sep5: (w, options) => separableTwice(w, 5, options),
  dil3: (w, { channels, stride, affine }) =>
    separable(w, channels, 3, { pad: 2, dilation: 2, stride, affine }),
  dil5: (w, { channels, stride, affine }) =>
    separable(w, channels, 5, { pad: 4, dilation: 2, stride, affine }),
};

const makeOperation = (name: string, w: Weights, options: Options): Layer => {
  const make = operations[name];
  if (make === undefined) throw new Error(`No operation ${name}`);
  return make(w, options);
};

type Mixed = (x: Tensor, weights: Tensor) => Tensor;

const mixedOperation = (w: Weights, options: Options): Mixed => {
  const branches = Object.keys(operations).map((name) => {
    const operation = makeOperation(name, w, options);
    if (name !== 'max' && name !== 'avg') return operation;
    const last = norm(w, options.channels, false);
    return (x: Tensor) => last(operation(x));
  });
  // What the way back does not need is freed at the end of each edge, not of the network.
  return (x, weights) =>
    tidy(() =>
      e.mixedSum(
        branches.map((branch) => branch(x)),
        weights,
      ),
    );
};

interface CellOptions {
  readonly before: number;
  readonly previous: number;
  readonly channels: number;
  readonly reduction: boolean;
  readonly afterReduction: boolean;
  readonly affine: boolean;
}

type Preprocess = readonly [Layer, Layer];

const preprocess = (w: Weights, o: CellOptions): Preprocess => [
  o.afterReduction
    ? reduceBy2(w, o.before, o.channels, o.affine)
    : pointwise(w, o.before, o.channels, o.affine),
  pointwise(w, o.previous, o.channels, o.affine),
];

type Cell = (s0: Tensor, s1: Tensor, weights: readonly Tensor[]) => Tensor;

const searchCell = (w: Weights, o: CellOptions): Cell => {
  const [first, second] = preprocess(w, o);
  const edges = [2, 3, 4, 5].map((inputs) =>
    Array.from({ length: inputs }, (_, from) =>
      mixedOperation(w, { channels: o.channels, stride: o.reduction && from < 2 ? 2 : 1, affine: false }),
    ),
  );
  return (s0, s1, weights) => {
    const states = [first(s0), second(s1)];
    let edge = 0;
    for (const incoming of edges) {
      const results = incoming.map((operation, from) =>
        operation(states[from] as Tensor, weights[edge + from] as Tensor),
      );
      edge += incoming.length;
      states.push(e.addN(results));
    }
    return e.concatChannels(states.slice(2));
  };
};

type Gene = readonly [string, number];

const genotype: { readonly normal: readonly Gene[]; readonly reduce: readonly Gene[] } = {
  normal: [
    ['sep3', 0],
    ['sep3', 1],
    ['sep3', 0],
    ['sep3', 1],
    ['sep3', 1],
    ['skip', 0],
    ['skip', 0],
    ['dil3', 2],
  ],
  reduce: [
    ['max', 0],
    ['max', 1],
    ['skip', 2],
    ['max', 1],
    ['max', 0],
    ['skip', 2],
    ['skip', 2],
    ['max', 1],
  ],
};

const discreteCell = (w: Weights, o: CellOptions): Cell => {
  const [first, second] = preprocess(w, o);
  const genes = o.reduction ? genotype.reduce : genotype.normal;
  const edges = genes.map(([name, from]) => ({
    from,
    run: makeOperation(name, w, {
      channels: o.channels,
      stride: o.reduction && from < 2 ? 2 : 1,
      affine: true,
    }),
  }));
  return (s0, s1) => {
    const states = [first(s0), second(s1)];
    for (let node = 0; node < 4; node++) {
      const pair = edges.slice(2 * node, 2 * node + 2);
      states.push(e.addN(pair.map(({ from, run }) => run(states[from] as Tensor))));
    }
    return e.concatChannels(states.slice(2));
  };
};

const network = (
  options: { batch: number; channels: number; layers: number; affine: boolean },
  makeCell: (w: Weights, o: CellOptions) => Cell,
  alphas: readonly e.Parameter[],
): Net => {
  const { batch, layers, affine } = options;
  const w = new Weights();
  const x = images(batch, 32, 3);
  const y = labels(batch);
  const stemFilter = w.make([3, 3, 3, 3 * options.channels], 27);
  const stemNorm = norm(w, 3 * options.channels, true);
  let [before, previous, channels] = [3 * options.channels, 3 * options.channels, options.channels];
  let afterReduction = false;
  const cells = Array.from({ length: layers }, (_, i) => {
    const reduction = i === Math.floor(layers / 3) || i === Math.floor((2 * layers) / 3);
    if (reduction) channels *= 2;
    const run = makeCell(w, { before, previous, channels, reduction, afterReduction, affine });
    [before, previous, afterReduction] = [previous, 4 * channels, reduction];
    return { run, reduction };
  });
  const last = classifier(w, previous);
  const loss = (): Tensor => {
    const rows = alphas.map((alpha) => unstack(softmax(alpha.value)));
    let s0 = stemNorm(e.conv2d(x, stemFilter.value, { pad: 1 }));
    let s1 = s0;
    for (const { run, reduction } of cells) [s0, s1] = [s1, run(s0, s1, rows[reduction ? 1 : 0] ?? [])];
    return last(s1, y);
  };
  return { parameters: w.all, loss };
};

/** A step on the weights of the super-net; the architecture is held. */
export const dartsSupernet = (batch: number, channels: number, layers: number): Net => {
  const alphas = ['normal', 'reduce'].map((name) => new e.Parameter(name, [14, 7]));
  return network({ batch, channels, layers, affine: false }, searchCell, alphas);
};

/** A step of training the second-order DARTS architecture from scratch. */
export const dartsDiscrete = (batch: number, channels: number, layers: number): Net =>
  network({ batch, channels, layers, affine: true }, discreteCell, []);
