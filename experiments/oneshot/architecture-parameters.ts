/** Architecture parameters: one tensor of them for each kind of cell. */
import { softmaxOf } from '../../schemas/exact-math.ts';
import { Parameter } from '../engine/index.ts';
import { draws } from '../rng/draws.ts';
import { type Key, split } from '../rng/key.ts';
import { type CellKind, cellKinds } from '../space/darts-cnn/genotype.ts';
import { edges, operations } from '../space/darts-cnn/operations.ts';

export const alphaShape = [edges.length, operations.length] as const;

/** 1e-3 times standard normal numbers, as in quark0/darts@f276dd3; the paper has zeros. */
export const nearZero = { mean: 0, deviation: 1e-3 } as const;

export interface Distribution {
  readonly mean: number;
  readonly deviation: number;
}

/** Normally distributed numbers for both kinds of cell. */
export class ArchitectureParameters {
  readonly normal: Parameter;
  readonly reduce: Parameter;

  constructor(name: string, shape: readonly number[], { mean, deviation }: Distribution, key: Key) {
    const make = (kind: CellKind): Parameter => {
      const source = draws(split(key, name, kind));
      const size = shape.reduce((product, axis) => product * axis, 1);
      const values = Float32Array.from({ length: size }, () => mean + deviation * source.normal());
      return new Parameter(`${name}_${kind}`, shape, values);
    };
    this.normal = make('normal');
    this.reduce = make('reduce');
  }

  get both(): readonly Parameter[] {
    return cellKinds.map((kind) => this[kind]);
  }

  async download(): Promise<KindValues> {
    return { normal: await this.normal.download(), reduce: await this.reduce.download() };
  }

  dispose(): void {
    for (const parameter of this.both) parameter.dispose();
  }
}

export type KindValues = Readonly<Record<CellKind, Float32Array>>;

export const allFinite = (values: KindValues): boolean =>
  cellKinds.every((kind) => values[kind].every(Number.isFinite));

/** The values as JSON has them. */
export const forTrajectory = (values: KindValues): Record<CellKind, number[]> => ({
  normal: plain(values.normal),
  reduce: plain(values.reduce),
});

// Canonical JSON has no negative zero.
const plain = (values: Float32Array): number[] => Array.from(values, (value) => value + 0);

/** Values [14 edges, 8 operations], row-major, as rows that are softmaxed. */
export const edgeSoftmax = (values: Float32Array): number[][] =>
  edges.map((_, edge) =>
    softmaxOf(values.subarray(edge * operations.length, (edge + 1) * operations.length)),
  );
