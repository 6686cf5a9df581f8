/** What `reprise arch` and `reprise space` say of convolutional genotypes: the evaluation network in numbers. */
import type { CnnGenotype } from '../../../schemas/architecture.ts';
import type { GivenArchitecture, QueryOptions, QueryProblem } from '../../../schemas/query.ts';
import { argumentProblem, exactly, grouped, sizes } from '../answer.ts';
import { givenGenotype } from '../given.ts';
import type { ArchitectureAnswer, SizeAnswer, SpaceDescription } from '../module.ts';
import { choice, flag, integer, type OptionValues, readOptions } from '../options.ts';
import { countNetwork, type NetworkCount } from './counts.ts';
import { drawCnn } from './drawing.ts';
import { countElements, type ElementCount } from './element-counts.ts';
import { genotypeId } from './genotype.ts';
import { auxiliaryCell, layOut, type NetworkShape, type StemKind } from './layout.ts';
import { namedGenotypes } from './named.ts';
import { readCnnGenotype } from './read.ts';
import { cellCount } from './space.ts';

/** What a published network of each stem has where nothing else is asked for. */
const usual = {
  cifar: { channels: 36, layers: 20, classes: 10, input: 32 },
  imagenet: { channels: 48, layers: 14, classes: 1000, input: 224 },
} as const;

const laws = (stem: StemKind) =>
  ({
    channels: integer(
      'count',
      [1, 4096],
      usual[stem].channels,
      `channels of the first cell (imagenet stem: ${usual.imagenet.channels})`,
    ),
    layers: integer(
      'count',
      [1, 1000],
      usual[stem].layers,
      `number of cells (imagenet stem: ${usual.imagenet.layers})`,
    ),
    classes: integer(
      'count',
      [1, 1_000_000],
      usual[stem].classes,
      `classes (imagenet stem: ${usual.imagenet.classes})`,
    ),
    input: integer(
      'pixels',
      [1, 4096],
      usual[stem].input,
      `side of the images (imagenet stem: ${usual.imagenet.input})`,
    ),
    stem: choice(['cifar', 'imagenet'], 'what comes before the cells'),
    auxiliary: flag('count the auxiliary head too'),
    'extra-batch-norm': flag('a normalisation behind every pool and identity'),
  }) as const;

type Options = OptionValues<ReturnType<typeof laws>>;

function describeGenotype(given: GivenArchitecture, options: QueryOptions): ArchitectureAnswer {
  const stem = options['stem'] === 'imagenet' ? 'imagenet' : 'cifar';
  const values = readOptions(options, laws(stem), 'space darts-cnn');
  const genotype = givenGenotype(given, namedGenotypes, readCnnGenotype);
  const problems = [
    ...(values.ok ? networkProblems(values.value) : values.failures),
    ...(genotype.ok ? [] : genotype.failures),
  ];
  if (!values.ok || !genotype.ok || problems.length > 0) return { ok: false, problems };
  const answer = inNumbers(genotype.value, values.value);
  if (!answer.ok) return answer;
  const name = 'name' in given ? given.name : null;
  return {
    ...answer,
    json: { space: 'darts-cnn', name, ...answer.json },
    rows: [['space', 'darts-cnn'], ...(name === null ? [] : [['name', name]]), ...answer.rows],
    picture: drawCnn(genotype.value, name),
  };
}

const shapeOf = ({ channels, layers, classes, input }: Options): NetworkShape => ({
  initialChannels: channels,
  layers,
  classes,
  inputChannels: 3,
  height: input,
  width: input,
});

/** Networks that quark0/darts@f276dd3 cannot build either. */
function networkProblems(options: Options): readonly QueryProblem[] {
  const { stem, channels } = options;
  const problems: QueryProblem[] = [];
  if (stem === 'imagenet' && channels % 2 === 1) {
    const expected = 'an even number of channels, since the ImageNet stem halves them';
    problems.push(argumentProblem('--channels', { expected, found: String(channels) }));
  }
  if (options.auxiliary) problems.push(...auxiliaryProblems(options));
  return problems;
}

function auxiliaryProblems(options: Options): readonly QueryProblem[] {
  const { stem, layers } = options;
  const cell = layOut(shapeOf(options), undefined, stem)[auxiliaryCell(layers)];
  const size = cell?.outputHeight ?? 0;
  const pooled = Math.floor((size - 5) / (stem === 'cifar' ? 3 : 2)) + 1;
  if (pooled === 2) return [];
  const wanted = stem === 'cifar' ? '8x8 maps, as --input 32 gives' : '7x7 maps, as --input 224 gives';
  const expected = `a network whose auxiliary head reads ${wanted}`;
  return [argumentProblem('--auxiliary', { expected, found: `maps of ${size}x${size}` })];
}

function inNumbers(genotype: CnnGenotype, options: Options): ArchitectureAnswer {
  const { stem, auxiliary } = options;
  const extraNormalisation = options['extra-batch-norm'] || (genotype.extra_batch_norm ?? false);
  const shape = shapeOf(options);
  const count = countNetwork(genotype, shape, stem, { extraNormalisation });
  const elements = countElements(genotype, shape, stem, { extraNormalisation });
  const head = auxiliary ? count.auxiliary : { parameters: 0, multiplyAdds: 0 };
  const parameters = count.parameters + head.parameters;
  const multiplyAdds = count.multiplyAdds + head.multiplyAdds;
  if (![parameters, multiplyAdds, withElements(count, elements)].every(Number.isSafeInteger)) {
    const misfit = { expected: 'a network of at most 2^53 multiply-adds', found: 'a larger one' };
    return { ok: false, problems: [argumentProblem('--channels', misfit)] };
  }
  const id = genotypeId(genotype);
  return {
    ok: true,
    json: {
      id,
      parameters,
      multiplyAdds,
      ...(auxiliary ? { auxiliary: { ...head } } : {}),
      normalisedElements: elements.normalised,
      rectifiedElements: elements.rectified,
      multiplyAddsWithElements: withElements(count, elements),
      network: {
        stem,
        channels: options.channels,
        layers: options.layers,
        classes: options.classes,
        input: options.input,
        auxiliary,
        extraBatchNorm: extraNormalisation,
      },
      genotype: { ...genotype },
    },
    rows: [
      ['id', id],
      ['parameters', grouped(parameters)],
      ['multiply-adds', grouped(multiplyAdds)],
      ...(auxiliary
        ? [['of them auxiliary', `${grouped(head.parameters)} and ${grouped(head.multiplyAdds)}`]]
        : []),
      [
        'with elements',
        `${grouped(withElements(count, elements))} (2 for each normalised, 1 for each rectified)`,
      ],
      ['network', networkText(options)],
    ],
  };
}

/** The sum that some papers report as FLOPs, always without the auxiliary head. */
const withElements = (count: NetworkCount, { normalised, rectified }: ElementCount): number =>
  count.multiplyAdds + 2 * normalised + rectified;

const networkText = (options: Options): string =>
  [
    `${options.stem} stem`,
    `${options.channels} channels`,
    `${options.layers} cells`,
    `${options.classes} classes`,
    `${options.input}x${options.input} input`,
    ...(options.auxiliary ? ['auxiliary head'] : []),
    ...(options['extra-batch-norm'] ? ['extra normalisations'] : []),
  ].join(', ');

const noOptions = {} as const;

function describeSize(options: QueryOptions): SizeAnswer {
  const read = readOptions(options, noOptions, 'space darts-cnn');
  if (!read.ok) return { ok: false, problems: read.failures };
  const cells = cellCount('without-none');
  const withNone = cellCount('with-none');
  return {
    ok: true,
    json: {
      space: 'darts-cnn',
      ...sizes(cells ** 2n),
      cells: exactly(cells),
      withNone: { ...sizes(withNone ** 2n), cells: exactly(withNone) },
    },
    rows: [
      ['space', 'darts-cnn'],
      ['architectures', grouped(cells ** 2n), 'a normal and a reduction cell'],
      ['cells of one kind', grouped(cells)],
      ['with `none`', grouped(withNone ** 2n), 'where weights are shared'],
      ['cells with `none`', grouped(withNone)],
    ],
  };
}

export const description: SpaceDescription = {
  options: laws('cifar'),
  describe: describeGenotype,
  sizeOptions: noOptions,
  size: describeSize,
};
