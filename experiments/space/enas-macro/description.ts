/** What `reprise arch` and `reprise space` say of the ENAS macro space. */
import type { JsonObject } from '../../../schemas/json.ts';
import type { GivenArchitecture, QueryOptions } from '../../../schemas/query.ts';
import { argumentProblem, grouped, sizes } from '../answer.ts';
import { asked } from '../asked.ts';
import { givenGenotype } from '../given.ts';
import type { ArchitectureAnswer, SizeAnswer, SpaceDescription } from '../module.ts';
import { integer, type OptionValues, readOptions } from '../options.ts';
import { countMacro } from './counts.ts';
import { drawMacro } from './drawing.ts';
import { genotypeId, type MacroGenotype, skipCount } from './genotype.ts';
import { namedGenotypes } from './named.ts';
import { firstLayers, lastMaps, macroShape, planMacro } from './plan.ts';
import { mostLayers, readMacroGenotype } from './read.ts';
import { architectureCount, usualLayers } from './space.ts';

const laws = {
  channels: integer('count', [1, 4096], 96, 'channels before the first pooling'),
  layers: integer(
    'count',
    [1, mostLayers],
    mostLayers,
    'of the architecture, at most so many: the first ones',
  ),
  classes: integer('count', [1, 1_000_000], 10, 'classes'),
  input: integer('pixels', [1, 4096], 32, 'side of the images'),
} as const;

function describeGenotype(given: GivenArchitecture, options: QueryOptions): ArchitectureAnswer {
  const read = asked(
    readOptions(options, laws, 'space enas-macro'),
    givenGenotype<MacroGenotype>(given, namedGenotypes, readMacroGenotype),
  );
  if (!read.ok) return { ok: false, problems: read.failures };
  return inNumbers(read.value.genotype, read.value.values, 'name' in given ? given.name : null);
}

function inNumbers(
  whole: MacroGenotype,
  { channels, layers: most, classes, input }: OptionValues<typeof laws>,
  name: string | null,
): ArchitectureAnswer {
  const genotype = firstLayers(whole, most);
  const layers = genotype.layers.length;
  const image = { height: input, width: input, channels: 3, classes };
  const shape = macroShape(image, { initialChannels: channels });
  const { parameters, multiplyAdds } = countMacro(genotype, shape);
  if (![parameters, multiplyAdds].every(Number.isSafeInteger)) {
    const misfit = { expected: 'a network of at most 2^53 multiply-adds', found: 'a larger one' };
    return { ok: false, problems: [argumentProblem('--channels', misfit)] };
  }
  const last = lastMaps(planMacro(genotype, shape, 2), shape);
  const id = genotypeId(whole);
  const skips = genotype.layers.reduce((sum, layer) => sum + layer.skips.length, 0);
  return {
    ok: true,
    json: {
      ...{ space: 'enas-macro', name, id, parameters, multiplyAdds, skips },
      network: { channels, layers, classes, input },
      genotype: asJson(whole),
    },
    rows: [
      ['space', 'enas-macro'],
      ...(name === null ? [] : [['name', name]]),
      ['id', id],
      ['parameters', grouped(parameters)],
      ['multiply-adds', grouped(multiplyAdds)],
      ['network', `${channels} channels, ${layers} layers, ${classes} classes, ${input}x${input} input`],
      ['skip connections', grouped(skips), `of ${grouped(skipCount(layers))}`],
      ['last maps', `${last.height}x${last.width}, ${grouped(last.channels)} channels`],
    ],
    picture: drawMacro(genotype, name),
  };
}

const asJson = ({ layers }: MacroGenotype): JsonObject => ({
  layers: layers.map(({ operation, skips }) => ({ operation, skips: [...skips] })),
});

const sizeLaws = {
  layers: integer('count', [1, mostLayers], usualLayers, 'layers'),
} as const;

function describeSize(options: QueryOptions): SizeAnswer {
  const read = readOptions(options, sizeLaws, 'space enas-macro');
  if (!read.ok) return { ok: false, problems: read.failures };
  const { layers } = read.value;
  const count = architectureCount(layers);
  return {
    ok: true,
    json: { space: 'enas-macro', ...sizes(count), layers, skips: skipCount(layers) },
    rows: [
      ['space', 'enas-macro'],
      ['architectures', grouped(count), `6^L 2^(L(L-1)/2) of ${layers} layers, as published`],
      ['skip connections', grouped(skipCount(layers)), 'each there or not'],
    ],
  };
}

export const description: SpaceDescription = {
  options: laws,
  describe: describeGenotype,
  sizeOptions: sizeLaws,
  size: describeSize,
};
