/** The architecture parameters of a one-shot model: shared by all of its cells. */
import { softmax } from '@tensorflow/tfjs-core';
import type { JsonObject } from '../../../schemas/json.ts';
import { Parameter } from '../../engine/index.ts';
import type { CellWeights } from '../../model/nasbench/bench1shot1-cell.ts';
import { draws } from '../../rng/draws.ts';
import { type Key, split } from '../../rng/key.ts';
import type { Bench1Shot1Weights } from '../../space/nasbench1shot1/discretise.ts';
import {
  blockCount,
  firstNodeWithChoice,
  operations,
  type SpaceNumber,
} from '../../space/nasbench1shot1/layout.ts';

/** They start as 1e-3 times standard normal numbers. */
const deviation = 1e-3;

export class ArchitectureWeights {
  /** [blocks, operations]. */
  readonly mixedOps: Parameter;
  /** [blocks + 1]. */
  readonly output: Parameter;
  /** For each node with a choice of parents: [candidates]. */
  readonly inputs: readonly Parameter[];

  constructor(space: SpaceNumber, key: Key) {
    const make = (name: string, shape: readonly number[]): Parameter => {
      const source = draws(split(key, name));
      const size = shape.reduce((product, axis) => product * axis, 1);
      return new Parameter(
        name,
        shape,
        Float32Array.from({ length: size }, () => deviation * source.normal()),
      );
    };
    const blocks = blockCount(space);
    const first = firstNodeWithChoice(space);
    this.mixedOps = make('mixedOps', [blocks, operations.length]);
    this.output = make('output', [blocks + 1]);
    this.inputs = Array.from({ length: blocks + 1 - first }, (_, i) => make(`inputs.${i}`, [first + i]));
  }

  get all(): readonly Parameter[] {
    return [this.mixedOps, this.output, ...this.inputs];
  }

  /** Through a softmax. Call inside `tidy`. */
  softmaxed(): CellWeights {
    return {
      mixedOps: softmax(this.mixedOps.value),
      output: softmax(this.output.value),
      inputs: this.inputs.map(({ value }) => softmax(value)),
    };
  }

  /** The parameters as they are; undefined when one has stopped being a number. */
  async read(): Promise<Bench1Shot1Weights | undefined> {
    const mixed = plain(await this.mixedOps.download());
    const output = plain(await this.output.download());
    const inputs: number[][] = [];
    for (const row of this.inputs) inputs.push(plain(await row.download()));
    if (![...mixed, ...output, ...inputs.flat()].every(Number.isFinite)) return undefined;
    const mixedOps = Array.from({ length: mixed.length / operations.length }, (_, b) =>
      mixed.slice(b * operations.length, (b + 1) * operations.length),
    );
    return { mixedOps, inputs, output };
  }

  dispose(): void {
    for (const parameter of this.all) parameter.dispose();
  }
}

// Canonical JSON has no negative zero.
const plain = (values: Float32Array): number[] => Array.from(values, (value) => value + 0);

/** As a line of the trajectory holds them. */
export const weightsAsJson = ({ mixedOps, inputs, output }: Bench1Shot1Weights): JsonObject => ({
  mixedOps: mixedOps.map((row) => [...row]),
  inputs: inputs.map((row) => [...row]),
  output: [...output],
});
