/**
 * Our side of the training check: trains the evaluation network of a named cell on CIFAR-10, and writes what PyTorch
 * needs to train the same one: the weights at the start, and every minibatch as the network saw it.
 *
 *   node train.mjs <folder of CIFAR-10> <output folder> <settings as JSON>
 */
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { batchSource } from '../../../experiments/data/batch-source.ts';
import { inBatches, inOrder } from '../../../experiments/data/batches.ts';
import { data as cifar10 } from '../../../experiments/data/cifar10.ts';
import { chooseExamples } from '../../../experiments/data/examples.ts';
import { wholeSplit } from '../../../experiments/data/part.ts';
import { startEngine } from '../../../experiments/engine/index.ts';
import { encodeWeights } from '../../../experiments/model/encode-weights.ts';
import { EvaluationNetwork } from '../../../experiments/model/evaluation-network.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key as rootKey, split } from '../../../experiments/rng/key.ts';
import { networkShape } from '../../../experiments/space/darts-cnn/layout.ts';
import { namedGenotypes } from '../../../experiments/space/darts-cnn/named.ts';
import { images as networks } from '../../../experiments/space/darts-cnn/network.ts';
import { standsAlone } from '../../../experiments/task/image-classification/continuation.ts';
import type { TrainingSettings } from '../../../experiments/task/image-classification/settings.ts';

interface Case {
  readonly seed: number;
  readonly cell: keyof typeof namedGenotypes;
  readonly examples: { readonly training: number; readonly test: number; readonly seed: number };
  readonly training: TrainingSettings;
}

const [dataFolder = '', folder = '', text = ''] = process.argv.slice(2);
const { seed, cell, examples, training } = JSON.parse(text) as Case;
const loaded = cifar10.load(dataFolder);
if (!loaded.ok) throw new Error(loaded.failures.map((failure) => JSON.stringify(failure)).join('; '));
const chosen = chooseExamples(loaded.value, examples);
if (!chosen.ok) throw new Error(chosen.failures.join('; '));
const { traits } = chosen.value;
const [train, test] = [wholeSplit(chosen.value.train), wholeSplit(chosen.value.test)];
const key = rootKey(seed);
const genotype = namedGenotypes[cell];

await startEngine('wasm');
mkdirSync(folder, { recursive: true });
const network = new EvaluationNetwork(genotype, networkShape(traits, training), {
  key: split(key, 'weights'),
  auxiliary: false,
});
writeFileSync(join(folder, 'start.safetensors'), await encodeWeights(network.parameters));
network.dispose();

/** Images as float32 NCHW-to-be (here NHWC), then labels as int32, minibatch after minibatch. */
function writeBatches(
  name: string,
  batches: Iterable<ReturnType<ReturnType<typeof batchSource>['measured']>>,
): number[] {
  const file = openSync(join(folder, name), 'w');
  const counts: number[] = [];
  for (const batch of batches) {
    if (!batch.ok) throw new Error(JSON.stringify(batch.failures));
    writeSync(file, batch.value.images);
    writeSync(file, batch.value.labels);
    counts.push(batch.value.count);
  }
  closeSync(file);
  return counts;
}

/** In the order and with the changes of `trainByGradient`. */
function* trainingBatches() {
  const source = batchSource(train, traits);
  for (let epoch = 0; epoch < training.epochs; epoch += 1) {
    const order = draws(split(key, 'order', epoch)).permutation(train.indices.length);
    const read = source.augmented(training, split(key, 'augmentation', epoch));
    for (const positions of inBatches(order, training.batchSize)) yield read(positions);
  }
}

function* testBatches() {
  const { measured } = batchSource(test, traits);
  for (const positions of inBatches(inOrder(test.indices.length), 100)) yield measured(positions);
}

const trainCounts = writeBatches('train.bin', trainingBatches());
const testCounts = writeBatches('test.bin', testBatches());
const shape = [traits.height, traits.width, traits.channels];
writeFileSync(
  join(folder, 'case.json'),
  JSON.stringify({ genotype, training, shape, classes: traits.classes, trainCounts, testCounts }),
);

const losses: number[] = [];
const since = process.cpuUsage();
const trained = await networks.train({
  ...{ genotype, settings: training, traits, train, measured: test, key, keepsWeights: false },
  continuation: standsAlone(training),
  onEpoch: ({ trainLoss }) => losses.push(trainLoss),
  onMinibatch: () => undefined,
});
if (!trained.ok) throw new Error(JSON.stringify(trained.failures));
const { errorPercent } = trained.value.measured;
const cpu = process.cpuUsage(since);
console.log(JSON.stringify({ errorPercent, losses, seconds: (cpu.user + cpu.system) / 1e6 }));
