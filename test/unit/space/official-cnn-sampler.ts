/**
 * The sampler of the released code of Li and Talwalkar 2019, on numpy's random numbers: for each node four
 * operations (two for each cell kind, `none` included), then two sources for the normal and two for the reduction
 * cell. It replays published runs; `dartsCnn('with-none').sample` draws from the same distribution.
 */

import { genotypeOf } from '../../../experiments/space/darts-cnn/genotype.ts';
import { nodesPerCell, operations } from '../../../experiments/space/darts-cnn/operations.ts';
import type { CnnGenotype, GenotypeEdge } from '../../../schemas/architecture.ts';
import type { NumpyRandomState } from '../../util/numpy-legacy.ts';

export function sampleOfficially(random: NumpyRandomState): CnnGenotype {
  const normal: GenotypeEdge[] = [];
  const reduce: GenotypeEdge[] = [];
  for (let node = 0; node < nodesPerCell; node += 1) {
    const drawn = Array.from({ length: 4 }, () => operations[random.below(operations.length)] ?? 'none');
    for (const [cell, first] of [[normal, 0] as const, [reduce, 2] as const]) {
      const sources = random.choiceWithoutReplacement(node + 2, 2);
      sources.forEach((source, i) => {
        cell.push([drawn[first + i] ?? 'none', source]);
      });
    }
  }
  return genotypeOf(normal, reduce);
}
