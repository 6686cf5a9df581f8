/** `reprise space`: how many architectures a space has, by every rule in which its size is published, and their hashes. */

import type { QueryAnswer, QueryOptions } from '../../schemas/query.ts';
import { cellCount } from '../space/darts-cnn/space.ts';
import { dartsRnn } from '../space/darts-rnn/space.ts';
import { countSpace, enumerateSpace, type SpaceCounts } from '../space/nasbench1shot1/enumerate.ts';
import type { SpaceNumber } from '../space/nasbench1shot1/layout.ts';
import { enumerateCells, labelledGraphs, totalCells } from '../space/nasbench101/enumerate.ts';
import { maxVertices } from '../space/nasbench101/spec.ts';
import { argumentProblem, grouped, noneOf } from './answer.ts';
import { listHashes } from './list-hashes.ts';
import { readOptions } from './options.ts';

export const spaceNames = [
  'darts-cnn',
  'darts-rnn',
  'nasbench101',
  'nasbench1shot1-1',
  'nasbench1shot1-2',
  'nasbench1shot1-3',
] as const;

type SpaceName = (typeof spaceNames)[number];

/** @param name null for a list of all spaces */
export async function describeSpace(
  name: string | null,
  options: QueryOptions,
  asJson: boolean,
): Promise<QueryAnswer> {
  if (name === null) return listSpaces(options);
  switch (name as SpaceName) {
    case 'darts-cnn':
      return counted(options, name, describeDartsCnn);
    case 'darts-rnn':
      return counted(options, name, describeDartsRnn);
    case 'nasbench101':
      return describeNasbench101(options, asJson);
    case 'nasbench1shot1-1':
      return describeOneShot(1, options, asJson);
    case 'nasbench1shot1-2':
      return describeOneShot(2, options, asJson);
    case 'nasbench1shot1-3':
      return describeOneShot(3, options, asJson);
    default:
      return {
        ok: false,
        problems: [argumentProblem('<space>', noneOf('a search space', name, spaceNames))],
      };
  }
}

/** A JSON number where it is exact, a decimal text beyond 2^53. */
const exact = (count: bigint): number | string =>
  count <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(count) : String(count);

const sizes = (count: bigint) => ({ count: exact(count), architectures: exact(count) });

function listSpaces(options: QueryOptions): QueryAnswer {
  const read = readOptions(options, {}, 'the list of spaces');
  if (!read.ok) return { ok: false, problems: read.failures };
  const all: readonly (readonly [SpaceName, bigint])[] = [
    ['darts-cnn', cellCount('without-none') ** 2n],
    ['darts-rnn', dartsRnn.count],
    ['nasbench101', BigInt(totalCells)],
    ...([1, 2, 3] as const).map(
      (number) => [`nasbench1shot1-${number}` as const, BigInt(published(number).count)] as const,
    ),
  ];
  return {
    ok: true,
    json: all.map(([space, count]) => ({ space, ...sizes(count) })),
    rows: [['SPACE', 'ARCHITECTURES'], ...all.map(([space, count]) => [space, grouped(count)])],
  };
}

function counted(options: QueryOptions, name: string, describe: () => QueryAnswer): QueryAnswer {
  const read = readOptions(options, {}, `space ${name}`);
  return read.ok ? describe() : { ok: false, problems: read.failures };
}

function describeDartsCnn(): QueryAnswer {
  const cells = cellCount('without-none');
  const withNone = cellCount('with-none');
  return {
    ok: true,
    json: {
      space: 'darts-cnn',
      ...sizes(cells ** 2n),
      cells: exact(cells),
      withNone: { ...sizes(withNone ** 2n), cells: exact(withNone) },
    },
    rows: [
      ['space', 'darts-cnn'],
      ['architectures', grouped(cells ** 2n), 'a normal and a reduction cell'],
      ['cells of one kind', grouped(cells)],
      ['with `none`', grouped(withNone ** 2n), 'where weights are shared'],
      ['cells with `none`', grouped(withNone)],
    ],
  };
}

function describeDartsRnn(): QueryAnswer {
  const { count } = dartsRnn;
  return {
    ok: true,
    json: { space: 'darts-rnn', ...sizes(count), cells: exact(count) },
    rows: [
      ['space', 'darts-rnn'],
      ['architectures', grouped(count)],
    ],
  };
}

/** Cells with so many vertices, counted and not looked up. */
function countCells(vertices: number): number {
  let count = 0;
  for (const { labelCodes } of labelledGraphs(vertices)) count += labelCodes.length;
  return count;
}

async function describeNasbench101(options: QueryOptions, asJson: boolean): Promise<QueryAnswer> {
  const laws = {
    vertices: { kind: 'integer', min: 2, max: maxVertices, default: 0 },
    hashes: { kind: 'flag' },
  } as const;
  const read = readOptions(options, laws, 'space nasbench101');
  if (!read.ok) return { ok: false, problems: read.failures };
  const { vertices, hashes } = read.value;
  const all = Array.from({ length: maxVertices - 1 }, (_, i) => i + 2);
  const wanted = vertices === 0 ? all : [vertices];
  const counts = wanted.map((each) => [each, countCells(each)] as const);
  const count = counts.reduce((sum, [, each]) => sum + each, 0);
  const about = { space: 'nasbench101', ...(vertices === 0 ? {} : { vertices }), ...sizes(BigInt(count)) };
  if (hashes) {
    const cells = (function* () {
      for (const each of wanted) yield* enumerateCells(each);
    })();
    await listHashes(cells, count, asJson ? about : null);
    return { ok: true, streamed: true };
  }
  if (vertices !== 0) return { ok: true, json: about, rows: [[String(count)]] };
  return {
    ok: true,
    json: { ...about, byVertices: Object.fromEntries(counts) },
    rows: [
      ['space', 'nasbench101'],
      ['architectures', grouped(count)],
      ...counts.map(([each, cells]) => [`with ${each} vertices`, grouped(cells)]),
    ],
  };
}

/** The published sizes "with loose ends" follow different rules. */
const published = (number: SpaceNumber): { readonly count: number; readonly rule: keyof SpaceCounts } =>
  number === 1
    ? { count: 6_240, rule: 'labelledWhereUsed' }
    : number === 2
      ? { count: 29_160, rule: 'labelled' }
      : { count: 363_648, rule: 'labelledWhereUsed' };

async function describeOneShot(
  number: SpaceNumber,
  options: QueryOptions,
  asJson: boolean,
): Promise<QueryAnswer> {
  const space = `nasbench1shot1-${number}`;
  const read = readOptions(options, { hashes: { kind: 'flag' } }, `space ${space}`);
  if (!read.ok) return { ok: false, problems: read.failures };
  const counts = countSpace(number);
  if (read.value.hashes) {
    const about = { space, uniqueHashes: counts.cells };
    await listHashes(enumerateSpace(number), counts.cells, asJson ? about : null);
    return { ok: true, streamed: true };
  }
  const { rule } = published(number);
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
