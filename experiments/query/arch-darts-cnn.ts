/** The evaluation network of a convolutional genotype, in numbers. */
import type { CnnGenotype } from '../../schemas/architecture.ts';
import type { GivenArchitecture, QueryAnswer, QueryOptions, QueryProblem } from '../../schemas/query.ts';
import { fail, ok, type Result } from '../../schemas/result.ts';
import { drawCnn } from '../drawing/cells.ts';
import { countNetwork, type NetworkCount } from '../space/darts-cnn/counts.ts';
import { countElements, type ElementCount } from '../space/darts-cnn/element-counts.ts';
import { genotypeId } from '../space/darts-cnn/genotype.ts';
import { auxiliaryCell, layOut, type NetworkShape, type StemKind } from '../space/darts-cnn/layout.ts';
import { namedGenotypes } from '../space/darts-cnn/named.ts';
import { argumentProblem, grouped, noneOf } from './answer.ts';
import { type OptionValues, readOptions } from './options.ts';
import { readCnnGenotype } from './read-genotype.ts';

/** What a published network of each stem has where nothing else is asked for. */
const usual = {
  cifar: { channels: 36, layers: 20, classes: 10, input: 32 },
  imagenet: { channels: 48, layers: 14, classes: 1000, input: 224 },
} as const;

const laws = (stem: StemKind) =>
  ({
    channels: { kind: 'integer', min: 1, max: 4096, default: usual[stem].channels },
    layers: { kind: 'integer', min: 1, max: 1000, default: usual[stem].layers },
    classes: { kind: 'integer', min: 1, max: 1_000_000, default: usual[stem].classes },
    input: { kind: 'integer', min: 1, max: 4096, default: usual[stem].input },
    stem: { kind: 'choice', among: ['cifar', 'imagenet'], default: 'cifar' },
    auxiliary: { kind: 'flag' },
    'extra-batch-norm': { kind: 'flag' },
  }) as const;

type Options = OptionValues<ReturnType<typeof laws>>;

export function describeDartsCnn(
  given: GivenArchitecture,
  options: QueryOptions,
  draw: boolean,
): QueryAnswer {
  const stem = options['stem'] === 'imagenet' ? 'imagenet' : 'cifar';
  const values = readOptions(options, laws(stem), 'space darts-cnn');
  const genotype = genotypeOf(given);
  const problems = [
    ...(values.ok ? networkProblems(values.value) : values.failures),
    ...(genotype.ok ? [] : genotype.failures),
  ];
  if (!values.ok || !genotype.ok || problems.length > 0) return { ok: false, problems };
  const answer = inNumbers(genotype.value, values.value);
  if (!answer.ok || !('json' in answer)) return answer;
  const name = 'name' in given ? given.name : null;
  return {
    ...answer,
    json: { space: 'darts-cnn', name, ...answer.json },
    rows: [['space', 'darts-cnn'], ...(name === null ? [] : [['name', name]]), ...answer.rows],
    ...(draw ? { svg: drawCnn(genotype.value, name) } : {}),
  };
}

function genotypeOf(given: GivenArchitecture): Result<CnnGenotype, QueryProblem> {
  if ('value' in given) return readCnnGenotype(given.value, 'any');
  const named: Readonly<Record<string, CnnGenotype>> = namedGenotypes;
  const genotype = Object.hasOwn(named, given.name) ? named[given.name] : undefined;
  if (genotype) return ok(genotype);
  return fail(
    argumentProblem(
      '<architecture>',
      noneOf('a JSON file or a published genotype', given.name, Object.keys(named)),
    ),
  );
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

function inNumbers(genotype: CnnGenotype, options: Options): QueryAnswer {
  const { stem, auxiliary } = options;
  const extraNormalisation = options['extra-batch-norm'];
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
