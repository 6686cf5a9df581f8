import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  countNetwork,
  countSuperNet,
  countSuperNetPath,
} from '../../../experiments/space/darts-cnn/counts.ts';
import type { NetworkShape, StemKind } from '../../../experiments/space/darts-cnn/layout.ts';
import type { CnnGenotype } from '../../../schemas/architecture.ts';

interface Oracles {
  genotypes: Record<string, CnnGenotype>;
  networks: {
    genotype: string;
    stem: StemKind;
    initialChannels: number;
    layers: number;
    classes: number;
    size: number;
    parameters: number;
    parametersWithAuxiliary?: number;
    multiplyAdds?: number;
  }[];
  superNets: { initialChannels: number; layers: number; parameters: number; multiplyAdds?: number }[];
}

const oracles: Oracles = JSON.parse(
  readFileSync(new URL('../../fixtures/darts-cnn-counts.json', import.meta.url), 'utf8'),
);
const images = (size: number, classes: number): Omit<NetworkShape, 'initialChannels' | 'layers'> => ({
  classes,
  inputChannels: 3,
  height: size,
  width: size,
});
const genotypeNamed = (name: string): CnnGenotype => {
  const genotype = oracles.genotypes[name];
  if (!genotype) throw new Error(`no genotype ${name}`);
  return genotype;
};

test.each(oracles.networks)(
  '$genotype, $stem stem, C$initialChannels L$layers, $classes classes',
  (network) => {
    const { initialChannels, layers, stem } = network;
    const shape = { ...images(network.size, network.classes), initialChannels, layers };
    const count = countNetwork(genotypeNamed(network.genotype), shape, stem);
    expect(count.parameters).toBe(network.parameters);
    if (network.parametersWithAuxiliary) {
      expect(count.parameters + count.auxiliary.parameters).toBe(network.parametersWithAuxiliary);
    }
    if (network.multiplyAdds) expect(count.multiplyAdds).toBe(network.multiplyAdds);
  },
);

test.each(oracles.superNets)('super-net C$initialChannels L$layers', (net) => {
  const { initialChannels, layers } = net;
  const count = countSuperNet({ ...images(32, 10), initialChannels, layers });
  expect(count.parameters).toBe(net.parameters);
  if (net.multiplyAdds) expect(count.multiplyAdds).toBe(net.multiplyAdds);
});

test('an edge without an operation costs nothing', () => {
  const shape = { ...images(16, 10), initialChannels: 8, layers: 3 };
  const genotype = genotypeNamed('DARTS_V2');
  const empty: CnnGenotype = {
    ...genotype,
    normal: genotype.normal.map(([, source]) => ['none', source] as const),
    reduce: genotype.reduce.map(([, source]) => ['none', source] as const),
  };
  const pools: CnnGenotype = {
    ...empty,
    normal: empty.normal.map(([, source]) => ['max_pool_3x3', source] as const),
    reduce: empty.reduce.map(([, source]) => ['avg_pool_3x3', source] as const),
  };
  expect(countNetwork(empty, shape)).toEqual(countNetwork(pools, shape));
  expect(countSuperNetPath(empty, shape).multiplyAdds).toBeLessThan(
    countSuperNetPath(genotype, shape).multiplyAdds,
  );
});
