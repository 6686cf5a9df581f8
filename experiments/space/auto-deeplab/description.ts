/** What `reprise arch` and `reprise space` say of Auto-DeepLab: the network in numbers, and how many architectures there are. */
import type { GivenArchitecture, QueryOptions } from '../../../schemas/query.ts';
import { argumentProblem, exactly, grouped, sizes } from '../answer.ts';
import { givenGenotype } from '../given.ts';
import type { ArchitectureAnswer, SizeAnswer, SpaceDescription } from '../module.ts';
import { integer, type OptionValues, readOptions } from '../options.ts';
import { cellCount, decodableCount } from './cell-count.ts';
import { countAutoDeepLab } from './counts.ts';
import { drawAutoDeepLab } from './drawing.ts';
import { type AutoDeepLabGenotype, genotypeId, usualBlocks } from './genotype.ts';
import { namedGenotypes } from './named.ts';
import { planNetwork } from './plan-network.ts';
import { mostBlocks, readAutoDeepLab } from './read.ts';
import { mostLayers, pathCount, usualLayers } from './trellis.ts';

/** Auto-DeepLab-S on Cityscapes. */
const laws = {
  channels: integer(
    'count',
    [1, 1024],
    20,
    'F, channels of each operation at stride 4: 20, 32 or 48 in the paper',
  ),
  classes: integer('count', [2, 10_000], 19, 'classes: 19 of Cityscapes, 21 of PASCAL VOC, 150 of ADE20K'),
  height: integer('pixels', [1, 8192], 1025, 'height of the image'),
  width: integer('pixels', [1, 8192], 2049, 'width of the image'),
} as const;

type Options = OptionValues<typeof laws>;

function describeGenotype(given: GivenArchitecture, options: QueryOptions): ArchitectureAnswer {
  const values = readOptions(options, laws, 'space auto-deeplab');
  const genotype = givenGenotype<AutoDeepLabGenotype>(given, namedGenotypes, readAutoDeepLab);
  if (!values.ok || !genotype.ok) {
    const problems = [...(values.ok ? [] : values.failures), ...(genotype.ok ? [] : genotype.failures)];
    return { ok: false, problems };
  }
  return inNumbers(genotype.value, values.value, 'name' in given ? given.name : null);
}

function inNumbers(genotype: AutoDeepLabGenotype, options: Options, name: string | null): ArchitectureAnswer {
  const { channels, classes, height, width } = options;
  const image = { height, width, channels: 3 };
  const shape = { filters: channels, stemChannels: 64, headChannels: 256, classes, image };
  const { encoder, parameters, multiplyAdds } = countAutoDeepLab(genotype, shape);
  if (![parameters, multiplyAdds].every(Number.isSafeInteger)) {
    const misfit = { expected: 'a network of at most 2^53 multiply-adds', found: 'a larger one' };
    return { ok: false, problems: [argumentProblem('--channels', misfit)] };
  }
  const { cells } = planNetwork(genotype, shape);
  const id = genotypeId(genotype);
  return {
    ok: true,
    json: {
      ...{ space: 'auto-deeplab', name, id, parameters, multiplyAdds },
      encoder: { ...encoder },
      network: { channels, classes, height, width },
      // Height, width and channels of what each layer puts out.
      layers: cells.map(({ output }) => [output.height, output.width, output.channels]),
      genotype: { cell: genotype.cell.map((input) => [...input]), path: [...genotype.path] },
    },
    rows: [
      ['space', 'auto-deeplab'],
      ...(name === null ? [] : [['name', name]]),
      ['id', id],
      ['parameters', grouped(parameters)],
      ['multiply-adds', grouped(multiplyAdds)],
      [
        'network',
        `F = ${channels}, ${genotype.path.length} layers, ${classes} classes, ${height}x${width} input`,
      ],
      ['strides', genotype.path.join(', ')],
    ],
    picture: drawAutoDeepLab(genotype, name),
  };
}

const sizeLaws = {
  blocks: integer('count', [1, mostBlocks], usualBlocks, 'B, blocks of a cell'),
  layers: integer('count', [1, mostLayers], usualLayers, 'L, layers of the network'),
} as const;

function describeSize(options: QueryOptions): SizeAnswer {
  const read = readOptions(options, sizeLaws, 'space auto-deeplab');
  if (!read.ok) return { ok: false, problems: read.failures };
  const { blocks, layers } = read.value;
  const [cells, decoded] = [cellCount(blocks), decodableCount(blocks)];
  const [paths, published] = [pathCount(layers), pathCount(layers, [0])];
  return {
    ok: true,
    json: {
      ...{ space: 'auto-deeplab', ...sizes(cells * published), blocks, layers },
      cells: { published: exactly(cells), decodable: exactly(decoded) },
      paths: { published: exactly(published), all: exactly(paths) },
      networks: sizes(decoded * paths),
    },
    rows: [
      ['space', 'auto-deeplab'],
      ['architectures', grouped(cells * published), 'cells and paths as the paper counts them'],
      ['cells', grouped(cells), 'two inputs in order, repeated states and none included'],
      ['decodable cells', grouped(decoded), 'two different states each, without none'],
      ['paths', grouped(published), `${layers} layers, the first at stride 4`],
      ['all paths', grouped(paths), 'the first at stride 4 or 8'],
      ['different networks', grouped(decoded * paths), 'decodable cells on all paths'],
    ],
  };
}

export const description: SpaceDescription = {
  options: laws,
  describe: describeGenotype,
  sizeOptions: sizeLaws,
  size: describeSize,
};
