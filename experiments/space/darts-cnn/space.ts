/**
 * The DARTS convolutional search space: a normal and a reduction cell of four nodes, each node taking two different
 * earlier outputs through one operation each.
 * Sources: Liu et al. 2019, appendix C.3 (180 * 7^8 cells); Li and Talwalkar 2019, section 4.2 (`none` kept).
 */
import type { CnnGenotype, GenotypeEdge } from '../../../schemas/architecture.ts';
import type { Draws } from '../../rng/draws.ts';
import type { CountedSpace } from '../search-space.ts';
import { type CellEdges, cellKinds, genotypeId, genotypeOf, genotypeProblems } from './genotype.ts';
import { nodesPerCell, type Operation, operations } from './operations.ts';

/** Whether an edge may be the operation `none`: yes where weights are shared, no where a network is trained alone. */
export type NoneOperation = 'with-none' | 'without-none';

/** Different ways to choose the two sources of all four nodes: (2 choose 2)(3 choose 2)(4 choose 2)(5 choose 2). */
const sourceChoices = 180n;

/** Distinct cells: 1,037,664,180 without `none`, 3,019,898,880 with it. */
export const cellCount = (none: NoneOperation): bigint =>
  sourceChoices * BigInt(allowedOperations(none).length) ** BigInt(2 * nodesPerCell);

export const allowedOperations = (none: NoneOperation): readonly Operation[] =>
  none === 'with-none' ? operations : operations.filter((operation) => operation !== 'none');

export function dartsCnn(none: NoneOperation): CountedSpace<CnnGenotype> {
  const allowed = allowedOperations(none);
  return {
    name: 'darts-cnn',
    count: cellCount(none) ** 2n,
    sample: (draws) => genotypeOf(sampleCell(allowed, draws), sampleCell(allowed, draws)),
    mutate: (genotype, draws) => mutateGenotype(genotype, allowed, draws),
    encode: (genotype) => [...encodeCell(genotype.normal, allowed), ...encodeCell(genotype.reduce, allowed)],
    decode: (code) => decodeGenotype(code, allowed),
    validate: (value) => genotypeProblems(value, allowed),
    id: genotypeId,
  };
}

/** Uniform: an unordered pair of inputs comes from exactly two ordered ones. */
function sampleCell(allowed: readonly Operation[], draws: Draws): CellEdges {
  return Array.from({ length: nodesPerCell }, (_, node): readonly GenotypeEdge[] => {
    const first = draws.below(node + 2);
    const second = draws.below(node + 1);
    return [
      [draws.pick(allowed), first],
      [draws.pick(allowed), second >= first ? second + 1 : second],
    ];
  }).flat();
}

/** Changes either the operation or the source of one edge, the edge chosen uniformly (Real et al. 2019, section 3). */
function mutateGenotype(genotype: CnnGenotype, allowed: readonly Operation[], draws: Draws): CnnGenotype {
  const kind = draws.pick(cellKinds);
  const cell = genotype[kind];
  const at = draws.below(cell.length);
  const [operation, source] = cell[at] ?? ['none', 0];
  const partner = cell[at % 2 === 0 ? at + 1 : at - 1]?.[1];
  const sources = Array.from({ length: Math.floor(at / 2) + 2 }, (_, s) => s).filter(
    (s) => s !== source && s !== partner,
  );
  // The first node has only its two sources, so there only the operation can change.
  const changeSource = sources.length > 0 && draws.below(2) === 1;
  const edge: GenotypeEdge = changeSource
    ? [operation, draws.pick(sources)]
    : [draws.pick(allowed.filter((other) => other !== operation)), source];
  return { ...genotype, [kind]: cell.map((old, i) => (i === at ? edge : old)) };
}

/** Two integers for each edge: index of the operation among the allowed ones, source. */
const encodeCell = (cell: CellEdges, allowed: readonly string[]): readonly number[] =>
  cell.flatMap(([operation, source]) => [allowed.indexOf(operation), source]);

function decodeGenotype(code: readonly number[], allowed: readonly Operation[]): CnnGenotype {
  const pairs = Array.from({ length: code.length / 2 }, (_, i): GenotypeEdge => {
    return [allowed[code[2 * i] ?? -1] ?? 'unknown', code[2 * i + 1] ?? -1];
  });
  const half = 2 * nodesPerCell;
  const genotype = genotypeOf(pairs.slice(0, half), pairs.slice(half));
  const problems = genotypeProblems(genotype, allowed);
  if (code.length !== 4 * half || problems.length > 0) {
    throw new TypeError(`Expected ${4 * half} integers that encode a genotype: ${problems.join('; ')}`);
  }
  return genotype;
}
