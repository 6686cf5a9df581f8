import type { SpaceModule } from '../module.ts';
import { nasbench101Encoding } from './config.ts';
import { proposedCellId } from './proposed-cell-id.ts';
import { cellOnly, readBenchmarkCell } from './read.ts';
import { nasbench101 } from './space.ts';
import type { CellSpec } from './spec.ts';

const cells = nasbench101('cells');

export const space: SpaceModule<CellSpec> = {
  ...cells,
  sentence:
    'A cell of at most seven vertices and nine edges, with one of three operations at each inner vertex.',
  source: 'Ying et al. 2019, section 2',
  publishedCount: cells.count,
  id: proposedCellId,
  config: nasbench101Encoding('A'),
  examples: {},
  genotypeId: cells.id,
  genotypeOf: (spec) => spec,
  read: (value) => cellOnly(readBenchmarkCell(value, 'nasbench101')),
  description: async () => (await import('./description.ts')).description,
  triedIn: ['image-classification', 'command', 'tabular-benchmark'],
  tasks: {
    'image-classification': async () => (await import('./network.ts')).images,
    'tabular-benchmark': async () => (await import('./table.ts')).table,
  },
};
