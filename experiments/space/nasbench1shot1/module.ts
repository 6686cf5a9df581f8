/** What the three spaces of NAS-Bench-1Shot1 say about themselves. */
import type { SpaceModule } from '../module.ts';
import { cellOnly } from '../nasbench101/read.ts';
import { nasbench101 } from '../nasbench101/space.ts';
import type { CellSpec } from '../nasbench101/spec.ts';
import { type Bench1Shot1Cell, toSpec } from './cell.ts';
import { nasbench1shot1Config } from './config.ts';
import { publishedSize } from './enumerate.ts';
import { blockCount, type SpaceNumber } from './layout.ts';
import { readEitherForm } from './read.ts';
import { nasbench1shot1 } from './space.ts';

export function spaceOf(number: SpaceNumber): SpaceModule<Bench1Shot1Cell, CellSpec> {
  const choices = nasbench1shot1(number);
  return {
    ...choices,
    sentence: `${blockCount(number)} choice blocks with a fixed number of parents each; every choice is a cell of NAS-Bench-101.`,
    source: 'Zela, Siems and Hutter 2020, section 3.1 and table 1',
    publishedCount: BigInt(publishedSize(number).count),
    config: nasbench1shot1Config(number),
    examples: {},
    genotypeId: nasbench101().id,
    genotypeOf: (cell) => toSpec(number, cell),
    read: (value) => cellOnly(readEitherForm(number, choices.name, value)),
    description: async () => (await import('./description.ts')).descriptionOf(number),
    // Its one-shot models are trained as a whole.
    triedIn: ['command', 'tabular-benchmark'],
    tasks: {
      'image-classification': async () => (await import('./network.ts')).imagesOf(number),
      'tabular-benchmark': async () => (await import('./table.ts')).tableOf(number),
    },
  };
}
