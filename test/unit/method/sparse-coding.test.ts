import { describe, expect, test } from 'vitest';
import { descend } from '../../../experiments/method/sparse-coding/coordinate-descent.ts';
import { followPath } from '../../../experiments/method/sparse-coding/homotopy.ts';
import { kktGap, type Lasso, objective } from '../../../experiments/method/sparse-coding/lasso.ts';
import { solveLinear } from '../../../experiments/method/sparse-coding/linear-system.ts';
import {
  type Columns,
  columnsOf,
  dot,
  measurementMatrix,
} from '../../../experiments/method/sparse-coding/measurement-matrix.ts';
import { polish } from '../../../experiments/method/sparse-coding/polish.ts';
import { iterateShrinkage, largestEigenvalue } from '../../../experiments/method/sparse-coding/shrinkage.ts';
import { solveLasso } from '../../../experiments/method/sparse-coding/solve-lasso.ts';
import { biasOn, networkWeights, strongest } from '../../../experiments/method/sparse-coding/sparse-code.ts';
import { draws } from '../../../experiments/rng/draws.ts';
import { key, split } from '../../../experiments/rng/key.ts';
import { readGolden } from '../../util/fixtures.ts';

const lambda = 1e-5;

interface GoldenCase {
  readonly tag: string;
  readonly b: number[];
  readonly x: number[];
  readonly support: number[];
  readonly objective: number;
  readonly top2_by_abs_ascending: number[];
  readonly bias_nonzero: number[];
  readonly network_weights_z_at_top2: number[];
  readonly dz_db_columns_A_top2: number[][];
}

const golden: { readonly name: string; readonly columns: Columns; readonly one: GoldenCase }[] = readGolden(
  'ista.json',
).nodes.flatMap(({ node, A, cases }: { node: number; A: number[]; cases: GoldenCase[] }) =>
  cases.map((one) => ({ name: `node ${node}, ${one.tag}`, columns: columnsOf(A, 7), one })),
);

/** Half a unit of the tenth digit, in which the golden numbers are printed, and rounding of the computation itself. */
const printedTo = (value: number): number => {
  let unit = 1;
  while (unit * 10 <= Math.abs(value)) unit *= 10;
  while (unit > Math.abs(value) && value !== 0) unit /= 10;
  return 0.51e-9 * unit + 1e-13;
};
function expectPrinted(actual: ArrayLike<number>, expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(Math.abs((actual[i] ?? NaN) - value)).toBeLessThanOrEqual(printedTo(value));
  });
}

/** A random problem of the shapes that the four nodes have. */
function randomProblem(seed: number, scale: number): Lasso {
  const source = draws(split(key(77), seed));
  const columns = measurementMatrix(7, 14 + 7 * (seed % 4), source);
  return { columns, b: Float64Array.from({ length: 7 }, () => scale * source.normal()), lambda };
}

describe('sparse coding against a convex solver', () => {
  test.each(golden)('$name: solution, support, bias, weights', ({ columns, one }) => {
    const b = Float64Array.from(one.b);
    const problem = { columns, b, lambda };
    const { x, kktGap: gap } = solveLasso(problem);
    expect(gap).toBeLessThanOrEqual(1e-10);
    expectPrinted(x, one.x);
    expect([...x.keys()].filter((j) => x[j] !== 0)).toEqual(one.support);
    expect(Math.abs(objective(problem, x) / one.objective - 1)).toBeLessThan(1e-9);
    const support = strongest(x, 2);
    expect([...support].reverse()).toEqual(one.top2_by_abs_ascending);
    const ascending = one.top2_by_abs_ascending;
    expectPrinted(biasOn(columns, x, ascending), one.bias_nonzero);
    expectPrinted(networkWeights(columns, b, x, ascending), one.network_weights_z_at_top2);
    expect(ascending.map((j) => [...(columns[j] ?? [])])).toEqual(one.dz_db_columns_A_top2);
  });

  test.each(golden)('$name: shrinkage converges as fast as proved', ({ columns, one }) => {
    const problem = { columns, b: Float64Array.from(one.b), lambda };
    const distance = one.x.reduce((sum, value) => sum + value * value, 0);
    const lipschitz = largestEigenvalue(columns);
    let before = Infinity;
    for (const iterations of [1, 10, 100, 1000, 10_000]) {
      const now = objective(problem, iterateShrinkage(problem, iterations));
      // Beck and Teboulle 2009, theorem 3.1.
      expect(now - one.objective).toBeLessThanOrEqual((lipschitz * distance) / (2 * iterations));
      expect(now).toBeGreaterThanOrEqual(one.objective * (1 - 1e-9));
      expect(now).toBeLessThan(before);
      before = now;
    }
  });
});

describe('the exact solver', () => {
  test.each([1e-3, 0.3])(
    'meets the optimality conditions on 5,000 random problems with b of size %d',
    (scale) => {
      let worst = 0;
      let largestSupport = 0;
      for (let seed = 0; seed < 5000; seed += 1) {
        const { x, kktGap: gap } = solveLasso(randomProblem(seed, scale));
        worst = Math.max(worst, gap);
        largestSupport = Math.max(largestSupport, x.filter((value) => value !== 0).length);
      }
      expect(worst).toBeLessThanOrEqual(1e-10);
      expect(largestSupport).toBe(7);
    },
  );

  test('a gap is seen where there is one', () => {
    const problem = randomProblem(3, 0.3);
    const { x } = solveLasso(problem);
    const wrong = x.map((value, j) => (j === strongest(x, 1)[0] ? value + 1e-6 : value));
    expect(kktGap(problem, wrong)).toBeGreaterThan(1e-7);
    expect(kktGap(problem, new Float64Array(x.length))).toBeGreaterThan(1e-3);
  });

  test('no candidate is worse than 0 for a b below the penalty, and the solution is 0', () => {
    const { columns } = randomProblem(1, 1);
    const { x, kktGap: gap } = solveLasso({ columns, b: new Float64Array(7).fill(1e-7), lambda });
    expect([gap, x.every((value) => value === 0)]).toEqual([0, true]);
  });

  test('the path and coordinate descent agree where columns are not alike', () => {
    const identity = columnsOf([1, 0, 0, 0, 2, 0, 0, 0, 4], 3);
    const problem = { columns: identity, b: Float64Array.of(1, -3, 0.01), lambda: 0.5 };
    // Orthogonal columns: each coordinate is the shrunken correlation over the squared length.
    const expected = [0.5, -(6 - 0.5) / 4, 0];
    expect([...followPath(problem)]).toEqual(expected);
    const descended = descend(problem, new Float64Array(3));
    expect([...descended]).toEqual(expected);
    expect([...polish(problem, descended)]).toEqual(expected);
  });

  test('columns that depend on each other still give an optimal solution', () => {
    const { columns, b } = randomProblem(0, 0.3);
    const twins = [
      ...columns,
      ...columns.map((column) => column.map((value) => -value)),
      new Float64Array(7),
    ];
    expect(solveLasso({ columns: twins, b, lambda }).kktGap).toBeLessThanOrEqual(1e-10);
  });
});

describe('parts', () => {
  test('a linear system is solved, and a singular one refused', () => {
    const rows = [Float64Array.of(0, 2, 1), Float64Array.of(1, 0, 0), Float64Array.of(3, 0, 4)];
    const [x, y] = solveLinear(rows, [Float64Array.of(7, 1, 15), Float64Array.of(2, 0, 0)]) ?? [];
    expect([...(x ?? [])]).toEqual([1, 2, 3]);
    expect([...(y ?? [])].map(Math.abs)).toEqual([0, 1, 0]);
    expect(
      solveLinear([Float64Array.of(0, 0), Float64Array.of(0, 1)], [Float64Array.of(1, 1)]),
    ).toBeUndefined();
  });

  test('the largest eigenvalue of a diagonal matrix is its largest square', () => {
    expect(largestEigenvalue(columnsOf([1, 0, 0, 0, 3, 0, 0, 0, 2], 3))).toBeCloseTo(9, 12);
    expect(largestEigenvalue(columnsOf([0, 0], 1))).toBe(0);
  });

  test('the support has as many entries as asked for, whatever the solution', () => {
    expect(strongest(new Float64Array(14), 2)).toEqual([0, 1]);
    expect(strongest(Float64Array.of(0, -3, 2, 3), 3)).toEqual([1, 3, 2]);
  });

  test('with nothing left out, weights are the solution without its shrinkage', () => {
    const { columns, b } = randomProblem(2, 0.3);
    const { x } = solveLasso({ columns, b, lambda: 0.01 });
    const support = [...x.keys()].filter((j) => x[j] !== 0);
    const z = networkWeights(columns, b, x, support);
    expect(support.length).toBeGreaterThan(2);
    // A_j . (b - A x) is lambda sign(x_j) on the support.
    support.forEach((j, i) => {
      const value = x[j] ?? NaN;
      expect(z[i]).toBeCloseTo(value + 0.01 * Math.sign(value), 12);
    });
  });

  test('measurement matrices are uniform in [0, 1), equal from equal keys', () => {
    const matrix = measurementMatrix(7, 35, draws(key(1)));
    expect(measurementMatrix(7, 35, draws(key(1)))).toEqual(matrix);
    expect(measurementMatrix(7, 35, draws(key(2)))).not.toEqual(matrix);
    const values = matrix.flatMap((column) => [...column]);
    expect([matrix.length, values.length]).toEqual([35, 245]);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    const mean = dot(Float64Array.from(values), new Float64Array(245).fill(1 / 245));
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.06);
  });
});
