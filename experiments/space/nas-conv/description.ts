/** What `reprise arch` and `reprise space` say of convolutional networks: one in numbers, and how many there are. */
import type { GivenArchitecture, QueryOptions } from '../../../schemas/query.ts';
import { argumentProblem, grouped, sizes } from '../answer.ts';
import { givenGenotype } from '../given.ts';
import type { ArchitectureAnswer, SizeAnswer, SpaceDescription } from '../module.ts';
import { integer, type OptionValues, readOptions } from '../options.ts';
import { countNasConv } from './counts.ts';
import { drawNasConv } from './drawing.ts';
import { fewestFilters, type NasConvForm } from './form.ts';
import { type ConvGenotype, genotypeId } from './genotype.ts';
import { decisionCount, networkCount, ofAllDepths } from './network-count.ts';
import { type NasConvShape, nasConvShape, planNetwork } from './plan.ts';
import { readConvGenotype } from './read.ts';

const laws = (form: NasConvForm) =>
  ({
    channels: integer('count', [1, 4096], fewestFilters(form), 'filters of a layer with the fewest'),
    classes: integer('count', [1, 1_000_000], 10, 'classes'),
    input: integer('pixels', [1, 4096], 32, 'side of the images'),
  }) as const;

type Options = OptionValues<ReturnType<typeof laws>>;

export const descriptionOf = (form: NasConvForm): SpaceDescription => ({
  options: laws(form),
  describe: (given, options) => describeGenotype(form, given, options),
  sizeOptions: sizeLaws(form),
  size: (options) => describeSize(form, options),
});

function describeGenotype(
  form: NasConvForm,
  given: GivenArchitecture,
  options: QueryOptions,
): ArchitectureAnswer {
  const values = readOptions(options, laws(form), `space ${form.name}`);
  const genotype = givenGenotype<ConvGenotype>(given, {}, (value) => readConvGenotype(form, value));
  if (!values.ok || !genotype.ok) {
    const problems = [...(values.ok ? [] : values.failures), ...(genotype.ok ? [] : genotype.failures)];
    return { ok: false, problems };
  }
  return inNumbers(form, genotype.value, values.value);
}

function inNumbers(form: NasConvForm, genotype: ConvGenotype, options: Options): ArchitectureAnswer {
  const { channels, classes, input } = options;
  const shape: NasConvShape = nasConvShape(
    { height: input, width: input, channels: 3, classes },
    { initialChannels: channels },
  );
  const { parameters, multiplyAdds } = countNasConv(form, genotype, shape);
  if (![parameters, multiplyAdds].every(Number.isSafeInteger)) {
    const misfit = { expected: 'a network of at most 2^53 multiply-adds', found: 'a larger one' };
    return { ok: false, problems: [argumentProblem('--channels', misfit)] };
  }
  const { convolutions, last } = planNetwork(form, genotype, shape);
  const id = genotypeId(form, genotype);
  return {
    ok: true,
    json: {
      ...{ space: form.name, name: null, id, parameters, multiplyAdds },
      network: { channels, classes, input, convolutions: convolutions.length },
      genotype: { layers: genotype.layers.map((layer) => ({ ...layer })) },
    },
    rows: [
      ['space', form.name],
      ['id', id],
      ['parameters', grouped(parameters)],
      ['multiply-adds', grouped(multiplyAdds)],
      [
        'network',
        `${convolutions.length} convolutions, ${channels} channels, ${classes} classes, ${input}x${input} input`,
      ],
      ['last maps', `${last.height}x${last.width}, ${grouped(last.channels)} channels`],
    ],
    picture: drawNasConv(form, genotype, null),
  };
}

const sizeLaws = ({ mostLayers }: NasConvForm) =>
  ({
    layers: integer('count', [0, mostLayers], 0, 'layers, no more and no fewer; 0 for all numbers of them'),
  }) as const;

function describeSize(form: NasConvForm, options: QueryOptions): SizeAnswer {
  const read = readOptions(options, sizeLaws(form), `space ${form.name}`);
  if (!read.ok) return { ok: false, problems: read.failures };
  const { layers } = read.value;
  const [decisions, networks] = [decisionCount, networkCount].map((count) =>
    layers === 0 ? ofAllDepths(form, count) : count(form, layers),
  ) as [bigint, bigint];
  const depth = layers === 0 ? `1 to ${form.mostLayers}` : String(layers);
  return {
    ok: true,
    json: { space: form.name, ...sizes(decisions), layers, networks: sizes(networks) },
    rows: [
      ['space', form.name],
      ['architectures', grouped(decisions), `lists of decisions about ${depth} layers`],
      ['different networks', grouped(networks), 'orders of layers told apart no more'],
    ],
  };
}
