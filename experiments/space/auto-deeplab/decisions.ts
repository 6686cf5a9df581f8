/** Architectures as independent parameters: for each block a pair of states and two operations, for each layer a move. */
import { type ConfigSpace, type Configuration, categorical, expectConfiguration } from '../config-space.ts';
import type { AutoDeepLabGenotype, BlockInput } from './genotype.ts';
import { decodable } from './operations.ts';
import { hasMove, levelOf, levels, moves, strideOf } from './trellis.ts';

const perBlock = 3;

/** All pairs of different states below `states`, the smaller first. */
const pairsOf = (states: number): readonly (readonly [number, number])[] =>
  Array.from({ length: states }, (_, second) => second).flatMap((second) =>
    Array.from({ length: second }, (_, first) => [first, second] as const),
  );

/** The first layer stays at the stride of the stem or goes to the coarser one. */
const firstMoves = [0, 1] as const;

export function autoDeepLabConfig(blocks: number, layers: number): ConfigSpace<AutoDeepLabGenotype> {
  const space: ConfigSpace<AutoDeepLabGenotype> = {
    name: 'auto-deeplab',
    parameters: [
      ...Array.from({ length: blocks }, (_, b) => [
        categorical(`states_${b}`, pairsOf(b + 2).length),
        categorical(`operation_${b}_1`, decodable.length),
        categorical(`operation_${b}_2`, decodable.length),
      ]).flat(),
      ...Array.from({ length: layers }, (_, l) => categorical(`move_${l}`, movesAt(l).length)),
    ],
    isValid: (configuration) => walk(configuration.slice(perBlock * blocks)).stays,
    decode(configuration) {
      expectConfiguration(space, configuration);
      return {
        cell: Array.from({ length: blocks }, (_, b) => block(configuration, b)).flat(),
        path: walk(configuration.slice(perBlock * blocks)).path,
      };
    },
  };
  return space;
}

/** The inverse of `decode`, for an architecture of the space. */
export const decisionsOf = ({ cell, path }: AutoDeepLabGenotype): Configuration => [
  ...Array.from({ length: cell.length / 2 }, (_, b) => {
    const [first, second] = [cell[2 * b], cell[2 * b + 1]];
    const pair = pairsOf(b + 2).findIndex(([one, other]) => one === first?.[1] && other === second?.[1]);
    return [pair, ...[first, second].map((input) => decodable.indexOf(input?.[0] ?? 'none'))];
  }).flat(),
  ...path.map((stride, l) => {
    const move = levelOf(stride) - levelOf(path[l - 1] ?? strideOf(0));
    return movesAt(l).indexOf(move);
  }),
];

const movesAt = (layer: number): readonly number[] => (layer === 0 ? firstMoves : moves);

function block(configuration: Configuration, b: number): readonly BlockInput[] {
  const [pair = 0, first = 0, second = 0] = configuration.slice(perBlock * b, perBlock * (b + 1));
  const [one, other] = pairsOf(b + 2)[pair] ?? [0, 1];
  return [
    [decodable[first] ?? 'skip_connect', one],
    [decodable[second] ?? 'skip_connect', other],
  ];
}

/** A move that leaves the trellis stays where it is, and is no architecture of the space. */
function walk(chosen: Configuration): { readonly path: readonly number[]; readonly stays: boolean } {
  let [level, stays] = [0, true];
  const path = chosen.map((choice, l) => {
    const move = movesAt(l)[choice] ?? 0;
    if (!hasMove(level, move)) stays = false;
    level = Math.min(levels - 1, Math.max(0, level + move));
    return strideOf(level);
  });
  return { path, stays };
}
