/** Published recurrent cells, as data. Only those marked so are cells of the space `darts-rnn`. */
import { averaged, type RnnGenotype, type RnnNode } from './genotype.ts';

export interface NamedRnn {
  readonly genotype: RnnGenotype;
  /** Where the cell was published, and what about it is inferred. */
  readonly source: string;
  /** Whether the cell has the eight nodes of the space. */
  readonly inSpace: boolean;
}

const cell = (
  source: string,
  recurrent: readonly RnnNode[],
  concat: readonly number[] = averaged,
): NamedRnn => ({
  genotype: { recurrent, concat },
  source,
  inSpace: concat === averaged,
});

export const namedRnn = {
  /** DARTS, first order. */
  DARTS_V1: cell('Liu et al. 2019, quark0/darts@f276dd3 (rnn/genotypes.py)', [
    ['relu', 0],
    ['relu', 1],
    ['tanh', 2],
    ['relu', 3],
    ['relu', 4],
    ['identity', 1],
    ['relu', 5],
    ['relu', 1],
  ]),
  /** DARTS, second order. */
  DARTS_V2: cell('Liu et al. 2019, quark0/darts@f276dd3 (rnn/genotypes.py)', [
    ['sigmoid', 0],
    ['relu', 1],
    ['relu', 1],
    ['identity', 1],
    ['tanh', 2],
    ['sigmoid', 5],
    ['tanh', 3],
    ['relu', 5],
  ]),
  ENAS: cell(
    'Pham et al. 2018, as in quark0/darts@f276dd3 (rnn/genotypes.py)',
    [
      ['tanh', 0],
      ['tanh', 1],
      ['relu', 1],
      ['tanh', 3],
      ['tanh', 3],
      ['relu', 3],
      ['relu', 4],
      ['relu', 7],
      ['relu', 8],
      ['relu', 8],
      ['relu', 8],
    ],
    [2, 5, 6, 9, 10, 11],
  ),
  GDAS: cell('Dong and Yang 2019, D-X-Y/AutoDL-Projects@c72e66b (others/GDAS/lib/nas_rnn/genotypes.py)', [
    ['relu', 0],
    ['relu', 0],
    ['identity', 1],
    ['relu', 1],
    ['tanh', 0],
    ['relu', 2],
    ['identity', 4],
    ['identity', 2],
  ]),
  /** Random search with weight sharing. */
  RSWS: cell(
    'Li and Talwalkar 2019, figure 2; the predecessor of the seventh node is not legible there, and is inferred by ' +
      'replaying the sampler of liamcli/randomNAS_release@6513a0a',
    [
      ['relu', 0],
      ['tanh', 0],
      ['tanh', 1],
      ['identity', 1],
      ['sigmoid', 0],
      ['relu', 1],
      ['identity', 3],
      ['identity', 0],
    ],
  ),
} as const satisfies Record<string, NamedRnn>;

export type NamedRnnCell = keyof typeof namedRnn;

export const rnnExamples: Readonly<Record<string, RnnGenotype>> = Object.fromEntries(
  Object.entries(namedRnn).map(([name, { genotype }]) => [name, genotype]),
);
