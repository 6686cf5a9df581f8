/**
 * What `reprise arch` and `reprise space` say of NAS-Bench-1Shot1: the NAS-Bench-101 cell that a choice is, in numbers, and
 * the sizes of the spaces by every rule by which they are published.
 */
import type { QueryOptions } from '../../../schemas/query.ts';
import { grouped, sizes } from '../answer.ts';
import type { SizeAnswer, SpaceDescription } from '../module.ts';
import { type CellSpace, cellOptions, describeCell } from '../nasbench101/description.ts';
import { codeOf } from '../nasbench101/edge-bits.ts';
import { pruned } from '../nasbench101/prune.ts';
import type { CellSpec } from '../nasbench101/spec.ts';
import { canonicalBits } from '../nasbench101/symmetry.ts';
import { flag, readOptions } from '../options.ts';
import { fullSpec } from './cell.ts';
import { countSpace, enumerateSpace, parentChoices, publishedSize, type SpaceCounts } from './enumerate.ts';
import { blockCount, type SpaceNumber } from './layout.ts';
import { readEitherForm } from './read.ts';

const sizeOptions = { hashes: flag('list the hashes in order') } as const;

export function descriptionOf(number: SpaceNumber): SpaceDescription {
  const space = cellSpace(number);
  return {
    options: cellOptions,
    describe: (given, options) => describeCell(space, given, options),
    sizeOptions,
    size: (options) => describeSize(number, options),
  };
}

function cellSpace(number: SpaceNumber): CellSpace {
  const name = `nasbench1shot1-${number}`;
  return {
    name,
    forms: '`ops` and `parents`, or `matrix` and `ops`',
    read: (value) => readEitherForm(number, name, value),
    contains: (cell) => isInSpace(number, cell),
  };
}

/**
 * Every labelling of a choice of parents occurs, so that a cell is in the space when some choice has its graph.
 * @param cell pruned
 */
function isInSpace(number: SpaceNumber, cell: CellSpec): boolean {
  const { bits, vertices } = codeOf(cell);
  const wanted = canonicalBits(bits, vertices);
  const ops = new Array<string>(blockCount(number)).fill('conv3x3-bn-relu');
  const seen = new Set<number>();
  return parentChoices(number).some((parents) => {
    const graph = codeOf(pruned(fullSpec({ ops, parents })));
    if (graph.vertices !== vertices || seen.has(graph.bits)) return false;
    seen.add(graph.bits);
    return canonicalBits(graph.bits, vertices) === wanted;
  });
}

function describeSize(number: SpaceNumber, options: QueryOptions): SizeAnswer {
  const space = `nasbench1shot1-${number}`;
  const read = readOptions(options, sizeOptions, `space ${space}`);
  if (!read.ok) return { ok: false, problems: read.failures };
  const counts = countSpace(number);
  if (read.value.hashes) {
    const about = { space, uniqueHashes: counts.cells };
    return { ok: true, hashes: { cells: enumerateSpace(number), total: counts.cells, about } };
  }
  const { rule } = publishedSize(number);
  const count = counts[rule] as number;
  const { cells: uniqueHashes, complete, chained, ...rules } = counts;
  const subspace = ({ cells, ...rest }: SpaceCounts['complete']) => ({ ...rest, uniqueHashes: cells });
  return {
    ok: true,
    json: {
      space,
      ...sizes(BigInt(count)),
      rule,
      uniqueHashes,
      withoutLooseEnds: subspace(chained),
      ...rules,
      everyBlockReachesTheOutput: subspace(complete),
    },
    rows: [
      ['space', space],
      ['architectures', grouped(count), 'as published, with loose ends'],
      ['different cells', grouped(uniqueHashes), 'unique hashes of NAS-Bench-101'],
      ['without loose ends', grouped(chained.labelled), 'as published'],
      ['  graphs', grouped(chained.parentChoices)],
      ['  different cells', grouped(chained.cells)],
      ['choices of parents', grouped(counts.parentChoices)],
      ['  labelled', grouped(counts.labelled), 'every block'],
      ['  where used', grouped(counts.labelledWhereUsed), 'blocks with an outgoing edge'],
      ['  where kept', grouped(counts.labelledWhereKept), 'blocks that pruning keeps'],
      ['pruned graphs', grouped(counts.prunedGraphs), 'labelled'],
      ['no block unreached', grouped(complete.labelled), 'labelled'],
      ['  graphs', grouped(complete.parentChoices)],
      ['  different cells', grouped(complete.cells)],
    ],
  };
}
