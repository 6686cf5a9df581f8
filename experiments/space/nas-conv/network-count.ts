/**
 * How many networks there are: as lists of decisions, which is what a controller draws, and as different networks, where
 * the order of layers that do not feed each other means nothing.
 */
import { type NasConvForm, poolsOf, sides } from './form.ts';

/** What a layer can be, its connections aside: 64, or 576 with strides. */
const kinds = ({ filters, strides }: NasConvForm): number =>
  (sides.length * strides.length) ** 2 * filters.length;

/** Kinds for each layer, and one bit for each pair of layers. */
export const decisionCount = (form: NasConvForm, layers: number): bigint =>
  BigInt(kinds(form)) ** BigInt(layers) * 2n ** BigInt((layers * (layers - 1)) / 2);

export const networkCount = (form: NasConvForm, layers: number): bigint =>
  graphCount(alikeLayers(form, layers), kinds(form));

/** How many layers in a row lie between the same pools, so that their order means nothing. */
function alikeLayers(form: NasConvForm, layers: number): readonly number[] {
  const places = Array.from({ length: layers }, (_, l) => poolsOf(form, l).join());
  return [...new Set(places)].map((place) => places.filter((other) => other === place).length);
}

/** Of any number of layers up to the most. */
export const ofAllDepths = (
  form: NasConvForm,
  count: (form: NasConvForm, layers: number) => bigint,
): bigint =>
  Array.from({ length: form.mostLayers }, (_, l) => count(form, l + 1)).reduce((sum, one) => sum + one, 0n);

/** By number of labels, then by cycles: graphs of more nodes are counted from those of fewer. */
const counted = new Map<number, Map<string, bigint>>();

/**
 * Directed acyclic graphs whose nodes have one of so many labels, not told apart by the numbers of their nodes. Burnside's
 * lemma: for each way to permute the nodes of every group, the graphs that it leaves as they are, in which a cycle of nodes
 * has one label and all or none of the edges of an orbit are there.
 * @param groups numbers of nodes, which stay among themselves; edges between groups lead from an earlier to a later one
 */
export function graphCount(groups: readonly number[], labels: number): bigint {
  const known = counted.get(labels) ?? new Map<string, bigint>();
  counted.set(labels, known);
  const count = (rest: readonly number[], before: readonly number[]): bigint => {
    const [nodes, ...others] = rest;
    if (nodes === undefined) return 1n;
    let fixed = 0n;
    for (const cycles of partitions(nodes)) {
      const within = permutationsOf(cycles) * acyclic(cycles, labels, known);
      fixed += within * 2n ** BigInt(orbitsBetween(before, cycles)) * count(others, [...before, ...cycles]);
    }
    return fixed;
  };
  return count(groups, []) / groups.reduce((product, nodes) => product * factorial(nodes), 1n);
}

/** Between a cycle of a nodes and one of b there are gcd(a, b) orbits of edges. */
const orbitsBetween = (some: readonly number[], others: readonly number[]): number =>
  some.reduce((sum, a) => others.reduce((total, b) => total + gcd(a, b), sum), 0);

/**
 * By inclusion and exclusion over the cycles whose nodes nothing reads (Robinson 1973).
 * @param cycles falling lengths
 */
function acyclic(cycles: readonly number[], labels: number, known: Map<string, bigint>): bigint {
  if (cycles.length === 0) return 1n;
  const name = cycles.join();
  const before = known.get(name);
  if (before !== undefined) return before;
  let count = 0n;
  for (const { chosen, ways } of choices(cycles)) {
    if (chosen.length === 0) continue;
    const rest = without(cycles, chosen);
    const sign = chosen.length % 2 === 1 ? 1n : -1n;
    const labelled = BigInt(labels) ** BigInt(chosen.length);
    count +=
      sign * ways * labelled * 2n ** BigInt(orbitsBetween(chosen, rest)) * acyclic(rest, labels, known);
  }
  known.set(name, count);
  return count;
}

/** Parts of a falling list, each with the number of ways to choose it. */
function choices(
  cycles: readonly number[],
): readonly { readonly chosen: readonly number[]; readonly ways: bigint }[] {
  const [first] = cycles;
  if (first === undefined) return [{ chosen: [], ways: 1n }];
  const alike = cycles.lastIndexOf(first) + 1;
  return choices(cycles.slice(alike)).flatMap(({ chosen, ways }) =>
    Array.from({ length: alike + 1 }, (_, times) => ({
      chosen: [...Array.from({ length: times }, () => first), ...chosen],
      ways: ways * binomial(alike, times),
    })),
  );
}

function without(cycles: readonly number[], chosen: readonly number[]): readonly number[] {
  const rest = [...cycles];
  for (const length of chosen) rest.splice(rest.indexOf(length), 1);
  return rest;
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

const factorial = (n: number): bigint => (n <= 1 ? 1n : BigInt(n) * factorial(n - 1));

const binomial = (n: number, k: number): bigint => factorial(n) / (factorial(k) * factorial(n - k));

/** Permutations with cycles of these lengths. */
function permutationsOf(cycles: readonly number[]): bigint {
  const total = cycles.reduce((sum, length) => sum + length, 0);
  let alike = 1n;
  for (const length of new Set(cycles)) alike *= factorial(cycles.filter((other) => other === length).length);
  return factorial(total) / (alike * cycles.reduce((product, length) => product * BigInt(length), 1n));
}

/** Falling lists of positive integers with this sum. */
function partitions(total: number, largest = total): readonly (readonly number[])[] {
  if (total === 0) return [[]];
  const found: (readonly number[])[] = [];
  for (let first = Math.min(total, largest); first > 0; first -= 1) {
    for (const rest of partitions(total - first, first)) found.push([first, ...rest]);
  }
  return found;
}
