/** What `reprise arch` and `reprise space` say of recurrent cells: the language model in numbers, and how many cells there are. */
import type { RnnGenotype } from '../../../schemas/architecture.ts';
import type { GivenArchitecture, QueryOptions } from '../../../schemas/query.ts';
import { exactly, grouped, sizes } from '../answer.ts';
import { countRnn } from '../darts-rnn/counts.ts';
import { drawRnn } from '../darts-rnn/drawing.ts';
import { givenGenotype } from '../given.ts';
import type { ArchitectureAnswer, SizeAnswer, SpaceDescription } from '../module.ts';
import { integer, readOptions } from '../options.ts';
import { mostNodes } from '../read-pairs.ts';
import { decisionCount, firstReleaseCount, networkCount } from './cell-count.ts';
import { genotypeId } from './genotype.ts';
import { namedCells } from './named.ts';
import { readEnasRnn } from './read.ts';
import { usualNodes } from './space.ts';

/** Penn Treebank in the evaluation of melodyguan/enas@4bcfd73 (scripts/ptb_final.sh). */
const laws = {
  vocabulary: integer('words', [1, 10_000_000], 10_000, 'number of words'),
  width: integer('numbers', [1, 100_000], 748, 'width of embedding and hidden state'),
} as const;

function describeCell(given: GivenArchitecture, options: QueryOptions): ArchitectureAnswer {
  const values = readOptions(options, laws, 'space enas-rnn');
  const genotype = givenGenotype<RnnGenotype>(given, namedCells, readEnasRnn);
  if (!values.ok || !genotype.ok) {
    const problems = [...(values.ok ? [] : values.failures), ...(genotype.ok ? [] : genotype.failures)];
    return { ok: false, problems };
  }
  const { vocabulary, width } = values.value;
  const { parameters, multiplyAdds } = countRnn(genotype.value, { vocabulary, width });
  const id = genotypeId(genotype.value);
  const name = 'name' in given ? given.name : null;
  return {
    ok: true,
    json: {
      ...{ space: 'enas-rnn', name, id, parameters, multiplyAdds },
      network: { vocabulary, width },
      genotype: { ...genotype.value },
    },
    rows: [
      ['space', 'enas-rnn'],
      ...(name === null ? [] : [['name', name]]),
      ['id', id],
      ['parameters', grouped(parameters)],
      ['multiply-adds', `${grouped(multiplyAdds)} for each token`],
      ['network', `${grouped(vocabulary)} words, ${width} wide, embedding and decoder tied`],
    ],
    picture: drawRnn(genotype.value, name),
  };
}

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
  describe: describeCell,
  sizeOptions: sizeLaws,
  size: describeSize,
};
