/**
 * Our side of the engine benchmark, on the engine named by the argument: reads {name, kind, sizes, steps} lines, answers with milliseconds a step.
 */
import { createInterface } from 'node:readline';
import { tidy } from '@tensorflow/tfjs-core';
import * as e from '../../experiments/engine/index.ts';
import type { EngineName } from '../../schemas/engine.ts';
import { dartsDiscrete, dartsSupernet } from './darts-nets.ts';
import { type Net, separableNet } from './nets.ts';
import { recurrentNet } from './recurrent-net.ts';

type Sizes = [number, number, number];

const makers: Readonly<Record<string, (...sizes: Sizes) => Net>> = {
  separable: separableNet,
  supernet: dartsSupernet,
  discrete: dartsDiscrete,
  recurrent: recurrentNet,
};

interface Job {
  readonly name: string;
  readonly kind: string;
  readonly sizes: Sizes;
  readonly steps: number;
}

const open = new Map<string, () => Promise<void>>();

const stepOf = ({ name, kind, sizes }: Job): (() => Promise<void>) => {
  const known = open.get(name);
  if (known !== undefined) return known;
  const net = (makers[kind] as (...sizes: Sizes) => Net)(...sizes);
  const optimiser = new e.Sgd(net.parameters, { momentum: 0.9, weightDecay: 3e-4 });
  const step = async (): Promise<void> => {
    const loss = tidy(() => {
      const { value, gradients } = e.valueAndGradients(net.loss, net.parameters);
      optimiser.step(gradients, 0.025);
      return value;
    });
    // A value on another device cannot be read at once.
    await loss.data();
    loss.dispose();
  };
  open.set(name, step);
  return step;
};

await e.startEngine((process.argv[2] ?? 'wasm') as EngineName);
for await (const line of createInterface({ input: process.stdin })) {
  const job = JSON.parse(line) as Job;
  const step = stepOf(job);
  const times: number[] = [];
  for (let i = 0; i < job.steps; i++) {
    const start = performance.now();
    await step();
    times.push(performance.now() - start);
  }
  process.stdout.write(`${JSON.stringify(times)}\n`);
}
// Dawn would keep the process alive.
process.exit(0);
