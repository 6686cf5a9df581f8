/** What `reprise arch` and `reprise space` say of recurrent cells: the language model in numbers, and how many cells there are. */
import type { RnnGenotype } from '../../../schemas/architecture.ts';
import type { GivenArchitecture, QueryOptions } from '../../../schemas/query.ts';
import { exactly, grouped, sizes } from '../answer.ts';
import { asked } from '../asked.ts';
import { describeCell, languageModelLaws } from '../darts-rnn/describe-cell.ts';
import { givenGenotype } from '../given.ts';
import type { ArchitectureAnswer, SizeAnswer, SpaceDescription } from '../module.ts';
import { integer, readOptions } from '../options.ts';
import { mostNodes } from '../read-pairs.ts';
import { decisionCount, firstReleaseCount, networkCount } from './cell-count.ts';
import { genotypeId } from './genotype.ts';
import { namedCells } from './named.ts';
import { readEnasRnn } from './read.ts';
import { usualNodes } from './space.ts';

/** The width is that of melodyguan/enas@4bcfd73, scripts/ptb_final.sh. */
const laws = languageModelLaws(748);

const describeGenotype = (given: GivenArchitecture, options: QueryOptions): ArchitectureAnswer =>
  describeCell(
    asked(
      readOptions(options, laws, 'space enas-rnn'),
      givenGenotype<RnnGenotype>(given, namedCells, readEnasRnn),
    ),
    { space: 'enas-rnn', name: 'name' in given ? given.name : null, id: genotypeId },
  );

const sizeLaws = {
  nodes: integer('count', [1, mostNodes], usualNodes, 'nodes of a cell'),
} as const;

function describeSize(options: QueryOptions): SizeAnswer {
  const read = readOptions(options, sizeLaws, 'space enas-rnn');
  if (!read.ok) return { ok: false, problems: read.failures };
  const { nodes } = read.value;
  const [decisions, networks] = [decisionCount(nodes), networkCount(nodes)];
  const firstRelease = firstReleaseCount(nodes);
  return {
    ok: true,
    json: {
      ...{ space: 'enas-rnn', ...sizes(decisions), nodes },
      ...{ firstRelease: exactly(firstRelease), networks: exactly(networks) },
    },
    rows: [
      ['space', 'enas-rnn'],
      ['architectures', grouped(decisions), `cells of ${nodes} nodes`],
      [
        'first release',
        grouped(firstRelease),
        'cells whose first node has nothing to choose but its activation',
      ],
      ['different networks', grouped(networks), 'orders of nodes told apart no more'],
    ],
  };
}

export const description: SpaceDescription = {
  options: laws,
  describe: describeGenotype,
  sizeOptions: sizeLaws,
  size: describeSize,
};
