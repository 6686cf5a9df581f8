/** Parameters and multiply-adds of the super-net with partial channels; the built one agrees. */
import { countSuperNetPath } from '../space/darts-cnn/counts.ts';
import { genotypeOf } from '../space/darts-cnn/genotype.ts';
import { type Count, operationCount, total } from '../space/darts-cnn/layer-counts.ts';
import { edgeMaps, layOut, type NetworkShape } from '../space/darts-cnn/layout.ts';
import { edges, operations } from '../space/darts-cnn/operations.ts';

/** @param partialChannels K: one in so many channels passes through the operations */
export function countPartialSuperNet(shape: NetworkShape, partialChannels: number): Count {
  const frame = countSuperNetPath(genotypeOf([], []), shape);
  const inCells = layOut(shape).flatMap((cell) =>
    edges.flatMap(({ source }) => {
      const maps = edgeMaps(cell, source);
      const narrow = { ...maps, channels: maps.channels / partialChannels };
      return operations.map((operation) => operationCount(operation, narrow, false));
    }),
  );
  return total([frame, ...inCells]);
}
