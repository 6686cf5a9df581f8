/** What `reprise arch` and `reprise space` say of NASNet cells: the network in numbers, and how many cells there are. */
import type { JsonObject } from '../../../schemas/json.ts';
import type { GivenArchitecture, QueryOptions } from '../../../schemas/query.ts';
import { argumentProblem, exactly, grouped, sizes } from '../answer.ts';
import { asked } from '../asked.ts';
import { givenGenotype } from '../given.ts';
import type { ArchitectureAnswer, SizeAnswer, SpaceDescription } from '../module.ts';
import { choice, flag, integer, type OptionValues, readOptions } from '../options.ts';
import { decisionCount, networkCount } from './cell-count.ts';
import { countNasnet } from './counts.ts';
import { drawNasnet } from './drawing.ts';
import { genotypeId, type NasnetGenotype } from './genotype.ts';
import { namedGenotypes } from './named.ts';
import { nasnetProblem } from './network-problem.ts';
import { nasnetShape, planNetwork, type StemKind } from './plan-network.ts';
import { mostBlocks, readNasnetGenotype } from './read.ts';
import { usualBlocks } from './space.ts';

/** 6 @ 768 for CIFAR-10, 4 @ 1056 for ImageNet. */
const usual = {
  cifar: { channels: 32, layers: 18, classes: 10, input: 32 },
  imagenet: { channels: 44, layers: 12, classes: 1000, input: 224 },
} as const;

const laws = (stem: StemKind) => {
  const of = (key: keyof (typeof usual)['cifar']): [usual: number, more: string] => [
    usual[stem][key],
    ` (imagenet stem: ${usual.imagenet[key]})`,
  ];
  const [channels, layers, classes, input] = [of('channels'), of('layers'), of('classes'), of('input')];
  return {
    channels: integer('count', [1, 4096], channels[0], `channels of the first normal cell${channels[1]}`),
    layers: integer('count', [2, 1000], layers[0], `normal cells, 3N${layers[1]}`),
    classes: integer('count', [1, 1_000_000], classes[0], `classes${classes[1]}`),
    input: integer('pixels', [1, 4096], input[0], `side of the images${input[1]}`),
    stem: choice(['cifar', 'imagenet'], 'what comes before the cells'),
    auxiliary: flag('count the auxiliary head too'),
  } as const;
};

type Options = OptionValues<ReturnType<typeof laws>>;

function describeGenotype(given: GivenArchitecture, options: QueryOptions): ArchitectureAnswer {
  const stem = options['stem'] === 'imagenet' ? 'imagenet' : 'cifar';
  const read = asked(
    readOptions(options, laws(stem), 'space nasnet'),
    givenGenotype<NasnetGenotype>(given, namedGenotypes, readNasnetGenotype),
  );
  if (!read.ok) return { ok: false, problems: read.failures };
  return inNumbers(read.value.genotype, read.value.values, 'name' in given ? given.name : null);
}

function inNumbers(genotype: NasnetGenotype, options: Options, name: string | null): ArchitectureAnswer {
  const { stem, channels, layers, classes, input, auxiliary } = options;
  const image = { height: input, width: input, channels: 3, classes };
  const shape = nasnetShape(image, { initialChannels: channels, layers });
  const problem = nasnetProblem(shape, stem, auxiliary);
  if (problem !== undefined) {
    const misfit = { expected: 'settings that give a network', found: problem };
    return { ok: false, problems: [argumentProblem('--channels', misfit)] };
  }
  const count = countNasnet(genotype, shape, stem);
  const head = auxiliary ? count.auxiliary : { parameters: 0, multiplyAdds: 0 };
  const parameters = count.parameters + head.parameters;
  const multiplyAdds = count.multiplyAdds + head.multiplyAdds;
  if (![parameters, multiplyAdds].every(Number.isSafeInteger)) {
    const misfit = { expected: 'a network of at most 2^53 multiply-adds', found: 'a larger one' };
    return { ok: false, problems: [argumentProblem('--channels', misfit)] };
  }
  const { stem: begin, cells, last } = planNetwork(genotype, shape, stem);
  const maps = ({ height, width, channels: c }: typeof last) => [height, width, c];
  const id = genotypeId(genotype);
  return {
    ok: true,
    json: {
      ...{ space: 'nasnet', name, id, parameters, multiplyAdds },
      ...(auxiliary ? { auxiliary: { ...head } } : {}),
      network: { stem, channels, layers, classes, input, auxiliary },
      // What a detector or a segmentation reads: height, width and channels by name.
      endpoints: {
        stem: maps(begin),
        ...Object.fromEntries(cells.map((cell) => [cell.name, maps(cell.output)])),
      },
      genotype: asJson(genotype),
    },
    rows: [
      ['space', 'nasnet'],
      ...(name === null ? [] : [['name', name]]),
      ['id', id],
      ['parameters', grouped(parameters)],
      ['multiply-adds', grouped(multiplyAdds)],
      [
        'network',
        `${stem} stem, ${channels} channels, ${layers} normal cells, ${classes} classes, ${input}x${input} input`,
      ],
      ['last maps', `${last.height}x${last.width}, ${grouped(last.channels)} channels`],
    ],
    picture: drawNasnet(genotype, name),
  };
}

const asJson = ({ normal, reduce, ...concats }: NasnetGenotype): JsonObject => ({
  normal: normal.map((block) => ({ ...block })),
  normal_concat: concats.normal_concat,
  reduce: reduce.map((block) => ({ ...block })),
  reduce_concat: concats.reduce_concat,
});

const sizeLaws = {
  blocks: integer('count', [1, mostBlocks], usualBlocks, 'blocks of a cell'),
} as const;

function describeSize(options: QueryOptions): SizeAnswer {
  const read = readOptions(options, sizeLaws, 'space nasnet');
  if (!read.ok) return { ok: false, problems: read.failures };
  const { blocks } = read.value;
  const [decisions, networks] = [decisionCount(blocks), networkCount(blocks)];
  return {
    ok: true,
    json: {
      ...{ space: 'nasnet', ...sizes(decisions ** 2n), blocks, cells: exactly(decisions) },
      networks: { ...sizes(networks ** 2n), cells: exactly(networks) },
    },
    rows: [
      ['space', 'nasnet'],
      ['architectures', grouped(decisions ** 2n), `a normal and a reduction cell of ${blocks} blocks`],
      ['cells of one kind', grouped(decisions)],
      ['different networks', grouped(networks ** 2n), 'orders of blocks and inputs told apart no more'],
      ['different cells', grouped(networks)],
    ],
  };
}

export const description: SpaceDescription = {
  options: laws('cifar'),
  describe: describeGenotype,
  sizeOptions: sizeLaws,
  size: describeSize,
};
