import type { GradConfig, NamedAttrMap, Tensor } from '@tensorflow/tfjs-core';
import { checkAxes, checkInt32 } from '../check.ts';
import { onlyOf, present, runKernel } from '../run-kernel.ts';

/**
 * Picks rows of a table. The gradient adds up where a row was picked more than once.
 *
 * @param table [rows, width]
 * @param indices int32 of any shape, each from 0 to rows - 1
 * @returns [...indices.shape, width]
 * @throws TypeError when `table` is no matrix or `indices` is not int32; RangeError when an index is no row
 */
export const embedding = (table: Tensor, indices: Tensor): Tensor => {
  checkAxes('embedding', 'table', table, ['rows', 'width']);
  checkInt32('embedding', 'indices', indices, indices.shape);
  return runKernel('reprise/gather', { table, indices }, { rows: table.shape[0] ?? 0 });
};

export const embeddingGradient: GradConfig = {
  kernelName: 'reprise/gather',
  inputsToSave: ['indices'],
  gradFunc: (dy: Tensor | Tensor[], saved: Tensor[], attributes: NamedAttrMap) => ({
    table: () => runKernel('reprise/scatter-add', { dy: onlyOf(dy), indices: present(saved[0]) }, attributes),
  }),
};
