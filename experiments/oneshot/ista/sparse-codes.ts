/**
 * The architecture side of ISTA-NAS: for each node of either kind of cell a fixed measurement matrix A, trainable
 * compressed variables b, and the sparse vector x that is recovered from them.
 * Source: Yang et al. 2020, section 3, and iboing/ISTA-NAS@226e49f.
 */
import { add, matMul, reshape, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import type { CnnGenotype } from '../../../schemas/architecture.ts';
import type { JsonObject } from '../../../schemas/json.ts';
import { Parameter } from '../../engine/index.ts';
import { type Columns, measurementMatrix } from '../../method/sparse-coding/measurement-matrix.ts';
import { iterateShrinkage } from '../../method/sparse-coding/shrinkage.ts';
import { solveLasso } from '../../method/sparse-coding/solve-lasso.ts';
import { biasOn, strongest } from '../../method/sparse-coding/sparse-code.ts';
import { draws } from '../../rng/draws.ts';
import { type Key, split } from '../../rng/key.ts';
import { type CellKind, cellKinds } from '../../space/darts-cnn/genotype.ts';
import { nodesPerCell } from '../../space/darts-cnn/operations.ts';
import { candidateCount, edgeOf, genotypeOfSupport, type NetworkRole } from './candidates.ts';
import type { IstaNasSettings } from './settings.ts';
import type { NodeInputs, SparseInputs } from './sparse-net.ts';

export type CodingSettings = Pick<
  IstaNasSettings,
  'sparseness' | 'projectionDimensions' | 'lassoPenalty' | 'solver' | 'istaIterations'
>;

/** Compressed variables start as this times standard normal numbers. */
const initialSize = 1e-3;

/** One node. It is frozen once, and then neither b nor x changes any more. */
export class NodeCode {
  readonly kind: CellKind;
  readonly node: number;
  /** Trainable, [1, projectionDimensions]. */
  readonly b: Parameter;
  readonly #settings: CodingSettings;
  readonly #columns: Columns;
  #x: Float64Array;
  #support: readonly number[];
  #frozen = false;

  /** Starts with x = 0; `adopt` a recovered x before the first pass. */
  constructor(kind: CellKind, node: number, settings: CodingSettings, key: Key) {
    this.kind = kind;
    this.node = node;
    this.#settings = settings;
    const rows = settings.projectionDimensions;
    this.#columns = measurementMatrix(rows, candidateCount(node), draws(split(key, 'matrix', kind, node)));
    const start = draws(split(key, 'compressed', kind, node));
    const values = Float32Array.from({ length: rows }, () => initialSize * start.normal());
    this.b = new Parameter(`compressed.${kind}.${node}`, [1, rows], values);
    this.#x = new Float64Array(candidateCount(node));
    this.#support = strongest(this.#x, settings.sparseness);
  }

  get x(): Float64Array {
    return this.#x;
  }

  /** Always `sparseness` candidates, the strongest first. */
  get support(): readonly number[] {
    return this.#support;
  }

  get frozen(): boolean {
    return this.#frozen;
  }

  /** The solution of the LASSO for b as it is now. */
  async recover(): Promise<Float64Array> {
    const { lassoPenalty: lambda, solver, istaIterations } = this.#settings;
    const problem = { columns: this.#columns, b: Float64Array.from(await this.b.download()), lambda };
    return solver === 'exact' ? solveLasso(problem).x : iterateShrinkage(problem, istaIterations);
  }

  adopt(x: Float64Array): void {
    if (this.#frozen) return;
    this.#x = x;
    this.#support = strongest(x, this.#settings.sparseness);
  }

  /** The support that an x would lead to. */
  supportFor(x: Float64Array): readonly number[] {
    return this.#frozen ? this.#support : strongest(x, this.#settings.sparseness);
  }

  freeze(): void {
    this.#frozen = true;
  }

  /**
   * The support and its weights z_j = A_j . b - bias_j as a differentiable function of b alone. Call while gradients
   * are recorded, inside `tidy`.
   */
  inputs(): NodeInputs {
    const support = this.#support;
    const chosen = support.map((j) => this.#columns[j] ?? []);
    const rows = this.#settings.projectionDimensions;
    const values = Float32Array.from({ length: rows * support.length }, (_, i) => {
      return chosen[i % support.length]?.[Math.floor(i / support.length)] ?? 0;
    });
    const projected = matMul(this.b.value, tensor2d(values, [rows, support.length]));
    const bias = biasOn(this.#columns, this.#x, support);
    const minusBias = tensor1d(Float32Array.from(bias, (value) => -value));
    return { support, weights: add(reshape(projected, [support.length]), minusBias) };
  }

  /** For the trajectory. */
  async describe(): Promise<JsonObject> {
    return {
      node: this.node,
      frozen: this.#frozen,
      support: this.#support.map((candidate) => [...edgeOf(candidate)]),
      x: Array.from(this.#x, unsignedZero),
      b: Array.from(await this.b.download(), unsignedZero),
    };
  }
}

/** Canonical JSON has one zero. */
const unsignedZero = (value: number): number => (value === 0 ? 0 : value);

/** The eight nodes: those of normal cells, then those of reduction cells. */
export class SparseCodes {
  readonly nodes: readonly NodeCode[];
  readonly #role: NetworkRole;

  constructor(settings: CodingSettings, key: Key, role: NetworkRole = 'search') {
    this.#role = role;
    this.nodes = cellKinds.flatMap((kind) =>
      Array.from({ length: nodesPerCell }, (_, node) => new NodeCode(kind, node, settings, key)),
    );
  }

  /** The compressed variables, in the order of `nodes`. */
  get parameters(): readonly Parameter[] {
    return this.nodes.map(({ b }) => b);
  }

  get allFrozen(): boolean {
    return this.nodes.every(({ frozen }) => frozen);
  }

  /** Whether every compressed variable is a number. */
  async areFinite(): Promise<boolean> {
    const values = await Promise.all(this.nodes.map(({ b }) => b.download()));
    return values.every((each) => each.every(Number.isFinite));
  }

  get genotype(): CnnGenotype {
    return this.genotypeFor(this.nodes.map(({ x }) => x));
  }

  /** @param solutions one x for each node */
  genotypeFor(solutions: readonly Float64Array[]): CnnGenotype {
    const supports = this.nodes.map((code, i) => code.supportFor(solutions[i] ?? code.x));
    return genotypeOfSupport(supports.slice(0, nodesPerCell), supports.slice(nodesPerCell), this.#role);
  }

  recover(): Promise<readonly Float64Array[]> {
    return Promise.all(this.nodes.map((code) => (code.frozen ? code.x : code.recover())));
  }

  adopt(solutions: readonly Float64Array[]): void {
    this.nodes.forEach((code, i) => {
      code.adopt(solutions[i] ?? code.x);
    });
  }

  /** Call while gradients are recorded, inside `tidy`. */
  inputs(): SparseInputs {
    const of = (kind: CellKind) =>
      this.nodes.filter((code) => code.kind === kind).map((code) => code.inputs());
    return { normal: of('normal'), reduce: of('reduce') };
  }

  async describe(): Promise<JsonObject> {
    const nodes = await Promise.all(this.nodes.map((code) => code.describe()));
    return { normal: nodes.slice(0, nodesPerCell), reduce: nodes.slice(nodesPerCell) };
  }

  dispose(): void {
    for (const { b } of this.nodes) b.dispose();
  }
}
