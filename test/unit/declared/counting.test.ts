/** Sizes against enumeration, sizes that are published, and samples that are uniform. */
import { describe, expect, test } from 'vitest';
import { draws } from '../../../experiments/rng/draws.ts';
import { key } from '../../../experiments/rng/key.ts';
import { listedValues } from '../../../experiments/space/config-space.ts';
import { CellChoices } from '../../../experiments/space/declared/cells.ts';
import { DeclaredArchitectures } from '../../../experiments/space/declared/space.ts';
import { declared, examples } from './spaces.ts';

const spaceOf = (written: Readonly<Record<string, unknown>>) => new DeclaredArchitectures(declared(written));

/** The ids of all valid configurations, by enumeration. */
function enumerated(space: DeclaredArchitectures): ReadonlySet<string> {
  const { config } = space;
  const ids = new Set<string>();
  const visit = (configuration: readonly number[]): void => {
    const parameter = config.parameters[configuration.length];
    if (parameter) {
      for (const value of listedValues(parameter)) visit([...configuration, value]);
    } else if (config.isValid(configuration)) {
      ids.add(config.id(configuration));
    }
  };
  visit([]);
  return ids;
}

/** Expected number in each bin at least 20; six standard deviations are never met by chance. */
function expectUniform(space: DeclaredArchitectures, ids: ReadonlySet<string>): void {
  const each = 20;
  const counts = new Map([...ids].map((id) => [id, 0]));
  const source = draws(key(7));
  for (let i = 0; i < each * ids.size; i += 1) {
    const id = space.id(space.sample(source));
    expect(counts.has(id)).toBe(true);
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const statistic = [...counts.values()].reduce((sum, count) => sum + (count - each) ** 2 / each, 0);
  const freedom = ids.size - 1;
  expect(Math.abs(statistic - freedom)).toBeLessThan(6 * Math.sqrt(2 * freedom));
}

const small = examples.filter(({ count }) => count !== null && count < 1_000n);

describe.each(small)('$title', ({ written, count }) => {
  const space = spaceOf(written);
  const ids = enumerated(space);

  test('the count is that of an enumeration', () => {
    expect(space.count).toBe(count);
    expect(BigInt(ids.size)).toBe(count);
  });
});

/** All scales linear. */
const uniform = [
  ...small.map(({ written }) => written).filter((written) => !JSON.stringify(written).includes('log')),
  { cells: { c: { inputs: 1, nodes: 3, edges: 1, operations: ['a', 'b'], output: 'last' } } },
  { cells: { c: { inputs: 1, nodes: 3, edges: 1, operations: ['a', 'b'], output: 'sum-nodes' } } },
  { cells: { c: { inputs: 2, nodes: 3, edges: [1, 1, 2], operations: ['a', 'b'] } } },
  {
    cells: {
      c: { inputs: 1, nodes: 4, edges: 1, operations: ['a'] },
      d: { nodes: 2, edges: 1, operations: ['a', 'b'] },
    },
  },
  { cells: { c: { inputs: 2, nodes: 3, edges: 2, operations: ['a', 'b'], output: 'last' } } },
];

test.each(uniform)('samples are uniform over %j', (written) => {
  const space = spaceOf(written);
  const ids = enumerated(space);
  expect(space.count).toBe(BigInt(ids.size));
  expectUniform(space, ids);
});

test('an integer on a logarithmic scale is drawn by its share of that scale', () => {
  const space = spaceOf({
    parameters: {
      width: { integer: [1, 4], scale: 'log' },
      deep: { choice: [1, 2, 3], when: { width: 4 } },
    },
    forbidden: [{ width: 2, deep: 1 }],
  });
  const source = draws(key(3));
  const samples = 20_000;
  const drawn = Array.from({ length: samples }, () => space.sample(source)['width']);
  const weights = [0, Math.log(3), Math.log(2.5 / 1.5), Math.log(3.5 / 2.5), 3 * Math.log(4.5 / 3.5)];
  const sum = weights.reduce((total, weight) => total + weight, 0);
  weights.forEach((weight, value) => {
    expect(Math.abs(drawn.filter((width) => width === value).length / samples - weight / sum)).toBeLessThan(
      0.02,
    );
  });
});

describe('published sizes', () => {
  const cellOf = (written: object) => {
    const [cell] = declared({ cells: { cell: written } }).cells;
    if (!cell) throw new Error('no cell');
    return new CellChoices(cell);
  };

  test('a DARTS cell: 180 ways to choose the sources, 7^8 operations', () => {
    const operations = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const cell = cellOf({ inputs: 2, nodes: 4, edges: 2, operations });
    expect(cell.labelled).toBe(180n * 7n ** 8n);
    expect(cell.labelled).toBe(1_037_664_180n);
    expect(cell.count).toBeLessThan(cell.labelled);
  });

  test('NAS-Bench-201: 5^6, of which no two are isomorphic', () => {
    const operations = ['none', 'skip_connect', 'conv_1x1', 'conv_3x3', 'avg_pool_3x3'];
    const cell = cellOf({ inputs: 1, nodes: 3, edges: 'all', operations, output: 'last' });
    expect([cell.labelled, cell.count]).toEqual([15_625n, 15_625n]);
  });

  test('nodes that each take one earlier output are rooted trees', () => {
    // A000081: 1, 1, 2, 4, 9, 20, 48, 115, 286 rooted trees with 1, 2, ... vertices.
    const counts = [2, 3, 4, 5, 6, 7, 8].map((nodes) => cellOf({ nodes, edges: 1, operations: ['a'] }).count);
    expect(counts).toEqual([2n, 4n, 9n, 20n, 48n, 115n, 286n]);
  });

  test('what cannot be told apart is not counted, and drawn by its numbering', () => {
    const cell = cellOf({ inputs: 8, nodes: 8, edges: 4, operations: ['a', 'b'] });
    expect(cell.count).toBeNull();
    expect(cell.sample(draws(key(1))).map((edges) => edges.length)).toEqual([4, 4, 4, 4, 4, 4, 4, 4]);
  });
});

test('thirty switches, each with a choice of its own, are counted through', () => {
  const names = Array.from({ length: 30 }, (_, i) => i);
  const parameters = Object.fromEntries([
    ...names.map((i) => [`s${i}`, 'boolean']),
    ...names.map((i) => [`a${i}`, { choice: [1, 2, 3], when: { [`s${i}`]: true } }]),
  ]);
  expect(spaceOf({ parameters }).count).toBe(4n ** 30n);
});

test('two hundred layers are counted through', () => {
  const space = spaceOf({
    parameters: { depth: { integer: [1, 200] }, kernel: { choice: [3, 5], for: 'depth' } },
  });
  expect(space.count).toBe(2n ** 201n - 2n);
});

test('a billion integers need no list', () => {
  const space = spaceOf({
    parameters: { n: { integer: [1, 1_000_000_000], scale: 'log' }, m: { choice: [1, 2], when: { n: 7 } } },
  });
  expect(space.count).toBe(1_000_000_001n);
  expect(space.validate(space.sample(draws(key(2))))).toEqual([]);
});
