/** Every op case on the current engine, forwards and backwards, without reading a value at once. */
import { memory, mul, sum, tensor, engine as tfjs } from '@tensorflow/tfjs-core';
import * as engine from '../../../../experiments/engine/index.ts';
import { cases, upstreamFor } from '../../engine/support/cases.ts';
import type { OpCase } from '../../engine/support/compare.ts';
import { type Doubles, random } from '../../engine/support/numbers.ts';

export interface CaseOutcome {
  readonly name: string;
  readonly shape: readonly number[];
  readonly y: readonly number[];
  /** By the position of the input. */
  readonly gradients: Readonly<Record<number, readonly number[]>>;
  readonly leaked: number;
  readonly error?: string;
}

/** As `inputsOf` in the tests of the engine, which only vitest can load. */
const inputsOf = ({ inputs, positive = [] }: OpCase): Doubles[] =>
  inputs.map((shape, i) => {
    const values = random(shape, i + 1);
    return positive.includes(i) ? { shape, data: values.data.map((v) => 1.5 + v) } : values;
  });

async function runCase(opCase: OpCase): Promise<Omit<CaseOutcome, 'leaked'>> {
  const { name, op, inputs: shapes, differentiate = shapes.map((_, i) => i) } = opCase;
  const parameters = inputsOf(opCase).map(
    ({ shape, data }, i) => new engine.Parameter(`input ${i}`, shape, data),
  );
  const values = parameters.map(({ value }) => value);
  tfjs().startScope();
  try {
    const y = op(values);
    const weights = upstreamFor(y.shape);
    const upstream = tensor(Float32Array.from(weights.data), [...weights.shape]);
    const trained = parameters.filter((_, i) => differentiate.includes(i));
    const found = engine.valueAndGradients(() => sum(mul(op(values), upstream)), trained);
    const gradients: Record<number, number[]> = {};
    for (const [i, which] of differentiate.entries()) {
      gradients[which] = Array.from((await found.gradients[i]?.data()) ?? []);
    }
    return { name, shape: y.shape, y: Array.from(await y.data()), gradients };
  } finally {
    tfjs().endScope();
    for (const parameter of parameters) parameter.dispose();
  }
}

export async function runCases(): Promise<CaseOutcome[]> {
  const outcomes: CaseOutcome[] = [];
  for (const opCase of cases) {
    const before = memory().numTensors;
    const failed = (error: unknown) => ({
      ...{ name: opCase.name, shape: [], y: [], gradients: {} },
      error: String(error),
    });
    const outcome = await runCase(opCase).catch(failed);
    outcomes.push({ ...outcome, leaked: memory().numTensors - before });
  }
  return outcomes;
}
