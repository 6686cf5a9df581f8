/**
 * Published convolutional cells by name. Some have operations or a number of nodes that the search space lacks, or
 * take one source twice; they have evaluation networks all the same.
 */
import type { CnnGenotype, GenotypeEdge } from '../../../schemas/architecture.ts';

const short: Readonly<Record<string, string>> = {
  none: 'none',
  max3: 'max_pool_3x3',
  avg3: 'avg_pool_3x3',
  skip: 'skip_connect',
  sep3: 'sep_conv_3x3',
  sep5: 'sep_conv_5x5',
  sep7: 'sep_conv_7x7',
  dil3: 'dil_conv_3x3',
  dil5: 'dil_conv_5x5',
  conv71: 'conv_7x1_1x7',
};

/** Edges as `operation<source`, two for each node, in the published order. */
const edgesOf = (text: string): readonly GenotypeEdge[] =>
  text.split(' ').map((edge) => {
    const [operation = '', source = ''] = edge.split('<');
    return [short[operation] ?? operation, Number(source)];
  });

const cells = (
  normal: string,
  reduce: string,
  normalConcat: readonly number[] = [2, 3, 4, 5],
  reduceConcat: readonly number[] = [2, 3, 4, 5],
): CnnGenotype => ({
  normal: edgesOf(normal),
  normal_concat: normalConcat,
  reduce: edgesOf(reduce),
  reduce_concat: reduceConcat,
});

export const namedGenotypes = {
  /** Liu et al. 2019, first order. */
  DARTS_V1: cells(
    'sep3<1 sep3<0 skip<0 sep3<1 skip<0 sep3<1 sep3<0 skip<2',
    'max3<0 max3<1 skip<2 max3<0 max3<0 skip<2 skip<2 avg3<0',
  ),
  /** Liu et al. 2019, second order. */
  DARTS_V2: cells(
    'sep3<0 sep3<1 sep3<0 sep3<1 sep3<1 skip<0 skip<0 dil3<2',
    'max3<0 max3<1 skip<2 max3<1 max3<0 skip<2 skip<2 max3<1',
  ),
  /** NASNet-A of Zoph et al. 2018, as quark0/darts@f276dd3 writes it. */
  NASNet: cells(
    'sep5<1 sep3<0 sep5<0 sep3<0 avg3<1 skip<0 avg3<0 avg3<0 sep3<1 skip<1',
    'sep5<1 sep7<0 max3<1 sep7<0 avg3<1 sep5<0 skip<3 avg3<2 sep3<2 max3<1',
    [2, 3, 4, 5, 6],
    [4, 5, 6],
  ),
  /** Xu et al. 2020, searched on CIFAR-10. */
  PC_DARTS_cifar: cells(
    'sep3<1 skip<0 sep3<0 dil3<1 sep5<0 sep3<1 avg3<0 dil3<1',
    'sep5<1 max3<0 sep5<1 sep5<2 sep3<0 sep3<3 sep3<1 sep3<2',
  ),
  /** From liamcli/darts@64599c1 (Li and Talwalkar 2019); as large as the ASHA row of their table 5. */
  ASHA200_liamcli: cells(
    'skip<1 dil3<0 sep3<1 skip<0 none<1 max3<0 skip<1 dil3<0',
    'max3<1 avg3<0 sep5<1 skip<2 max3<3 none<1 skip<0 sep5<4',
  ),
  /** Yang et al. 2020, two-stage search on CIFAR-10. */
  ISTA_twostage: cells(
    'skip<0 dil3<1 sep5<0 dil3<2 dil3<1 sep3<0 sep3<2 skip<0',
    'avg3<0 sep5<1 dil5<2 max3<1 dil5<3 sep3<1 dil5<4 sep5<1',
  ),
  /** Yang et al. 2020, one-stage search on CIFAR-10; trained with extra normalisations. */
  ISTA_onestage: cells(
    'skip<0 dil3<1 sep3<1 dil5<2 avg3<3 sep3<1 sep5<1 sep3<2',
    'avg3<0 max3<1 skip<0 max3<1 sep5<1 avg3<0 max3<0 dil5<2',
  ),
  /** Yang et al. 2020, one-stage search on ImageNet. */
  ISTA_ImageNet: cells(
    'sep3<1 sep3<0 sep3<1 skip<2 sep3<1 sep3<0 sep3<1 dil5<4',
    'skip<0 sep3<1 dil5<2 sep3<0 sep3<0 skip<2 sep3<2 skip<3',
  ),
  /** Li and Talwalkar 2019, figure 3: random search with weight sharing. */
  RSWS_CNN_best: cells(
    'sep5<0 skip<1 sep3<2 sep5<1 sep3<2 max3<0 sep5<2 sep3<1',
    'sep5<0 dil3<1 avg3<1 max3<0 skip<1 dil5<0 dil5<4 avg3<1',
  ),
  /** Dong and Yang 2019. */
  GDAS_V1: cells(
    'skip<0 skip<1 skip<0 sep5<2 sep3<3 skip<0 sep5<4 sep3<3',
    'sep5<0 sep3<1 sep5<2 sep5<1 dil5<2 sep3<1 sep5<0 sep5<1',
  ),
  /** AmoebaNet-A of Real et al. 2019, as quark0/darts@f276dd3 writes it. */
  AmoebaNet: cells(
    'avg3<0 max3<1 sep3<0 sep5<2 sep3<0 avg3<3 sep3<1 skip<1 skip<0 avg3<1',
    'avg3<0 sep3<1 max3<0 sep7<2 sep7<0 avg3<1 max3<0 max3<1 conv71<0 sep3<5',
    [4, 5, 6],
    [3, 4, 6],
  ),
  /** Xu et al. 2020, searched on ImageNet. */
  PC_DARTS_image: cells(
    'skip<1 sep3<0 sep3<0 skip<1 sep3<1 sep3<3 sep3<1 dil5<4',
    'sep3<0 skip<1 dil5<2 max3<1 sep3<2 sep3<1 sep5<0 sep3<3',
  ),
  /** Chen et al. 2019 (P-DARTS), searched on CIFAR-10. */
  PDARTS: cells(
    'skip<0 dil3<1 skip<0 sep3<1 sep3<1 sep3<3 sep3<0 dil5<4',
    'avg3<0 sep5<1 sep3<0 dil5<2 max3<0 dil3<1 dil3<1 dil5<3',
  ),
} as const satisfies Record<string, CnnGenotype>;

export type GenotypeName = keyof typeof namedGenotypes;
