/** What `reprise arch` and `reprise space` say of the ENAS micro space. */
import type { JsonObject } from '../../../schemas/json.ts';
import type { GivenArchitecture, QueryOptions } from '../../../schemas/query.ts';
import { argumentProblem, exactly, grouped, sizes } from '../answer.ts';
import { asked } from '../asked.ts';
import { givenGenotype } from '../given.ts';
import type { ArchitectureAnswer, SizeAnswer, SpaceDescription } from '../module.ts';
import { flag, integer, type OptionValues, readOptions } from '../options.ts';
import { type Cell, cellCount, looseEnds, printedCount, sequenceCount } from './cell.ts';
import { countMicro } from './counts.ts';
import { drawMicro } from './drawing.ts';
import { genotypeId, type MicroGenotype } from './genotype.ts';
import { namedGenotypes } from './named.ts';
import { microProblem } from './network-problem.ts';
import { microShape, planMicro } from './plan.ts';
import { mostNodes, readMicroGenotype } from './read.ts';
import { usualNodes } from './space.ts';

const laws = {
  channels: integer('count', [2, 4096], 36, 'channels of the first cells'),
  layers: integer('count', [2, 1000], 15, 'normal cells; two reductions come on top'),
  classes: integer('count', [1, 1_000_000], 10, 'classes'),
  input: integer('pixels', [1, 4096], 32, 'side of the images'),
  auxiliary: flag('count the auxiliary head too'),
} as const;

function describeGenotype(given: GivenArchitecture, options: QueryOptions): ArchitectureAnswer {
  const read = asked(
    readOptions(options, laws, 'space enas-micro'),
    givenGenotype<MicroGenotype>(given, namedGenotypes, readMicroGenotype),
  );
  if (!read.ok) return { ok: false, problems: read.failures };
  return inNumbers(read.value.genotype, read.value.values, 'name' in given ? given.name : null);
}

function inNumbers(
  genotype: MicroGenotype,
  { channels, layers, classes, input, auxiliary }: OptionValues<typeof laws>,
  name: string | null,
): ArchitectureAnswer {
  const image = { height: input, width: input, channels: 3, classes };
  const shape = microShape(image, { initialChannels: channels, layers });
  const problem = microProblem(shape, auxiliary);
  if (problem !== undefined) {
    const misfit = { expected: 'settings that give a network', found: problem };
    return { ok: false, problems: [argumentProblem('--auxiliary', misfit)] };
  }
  const count = countMicro(genotype, shape);
  const head = auxiliary ? count.auxiliary : { parameters: 0, multiplyAdds: 0 };
  const parameters = count.parameters + head.parameters;
  const multiplyAdds = count.multiplyAdds + head.multiplyAdds;
  if (![parameters, multiplyAdds].every(Number.isSafeInteger)) {
    const misfit = { expected: 'a network of at most 2^53 multiply-adds', found: 'a larger one' };
    return { ok: false, problems: [argumentProblem('--channels', misfit)] };
  }
  const { last } = planMicro(genotype, shape);
  const id = genotypeId(genotype);
  const { normal, reduce } = genotype;
  return {
    ok: true,
    json: {
      ...{ space: 'enas-micro', name, id, parameters, multiplyAdds },
      ...(auxiliary ? { auxiliary: { ...head } } : {}),
      network: { channels, layers, classes, input, auxiliary },
      looseEnds: { normal: [...looseEnds(normal)], reduce: [...looseEnds(reduce)] },
      genotype: { normal: asJson(normal), reduce: asJson(reduce) },
    },
    rows: [
      ['space', 'enas-micro'],
      ...(name === null ? [] : [['name', name]]),
      ['id', id],
      ['parameters', grouped(parameters)],
      ['multiply-adds', grouped(multiplyAdds)],
      [
        'network',
        `${channels} channels, ${layers} normal cells, ${classes} classes, ${input}x${input} input`,
      ],
      ['last maps', `${last.height}x${last.width}, ${grouped(last.channels)} channels`],
    ],
    picture: drawMicro(genotype, name),
  };
}

const asJson = (cell: Cell): JsonObject[string] => cell.map((node) => node.map((input) => [...input]));

const sizeLaws = {
  nodes: integer('count', [1, mostNodes], usualNodes, 'nodes of a cell, besides its two inputs'),
} as const;

function describeSize(options: QueryOptions): SizeAnswer {
  const read = readOptions(options, sizeLaws, 'space enas-micro');
  if (!read.ok) return { ok: false, problems: read.failures };
  const { nodes } = read.value;
  const [printed, sequences, networks] = [printedCount(nodes), sequenceCount(nodes), cellCount(nodes)];
  return {
    ok: true,
    json: {
      ...{ space: 'enas-micro', ...sizes(printed), nodes },
      sequences: { ...sizes(sequences ** 2n), cells: exactly(sequences) },
      networks: { ...sizes(networks ** 2n), cells: exactly(networks) },
    },
    rows: [
      ['space', 'enas-micro'],
      ['architectures', grouped(printed), `(5 (B-2)!)^4, as published for B = ${nodes + 2}: too few`],
      ['sequences of decisions', grouped(sequences ** 2n), 'two nodes and two operations for each node'],
      ['sequences of one cell', grouped(sequences)],
      ['different networks', grouped(networks ** 2n), 'orders of nodes and inputs told apart no more'],
      ['different cells', grouped(networks)],
    ],
  };
}

export const description: SpaceDescription = {
  options: laws,
  describe: describeGenotype,
  sizeOptions: sizeLaws,
  size: describeSize,
};
