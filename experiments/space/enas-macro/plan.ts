/**
 * What a macro network computes, size by size: shared by the arithmetic of counts.ts and by the networks.
 * Sources: Pham et al. 2018, section 2.3; melodyguan/enas@4bcfd73, src/cifar10/general_child.py.
 */
import type { MacroGenotype, MacroLayer } from './genotype.ts';

/** The size of a tensor [batch, height, width, channels] without its batch. */
export interface Maps {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

export interface MacroShape {
  /** Channels of the stem and of the layers before the first pooling. */
  readonly initialChannels: number;
  readonly classes: number;
  readonly image: Maps;
}

export interface LayerPlan extends MacroLayer {
  readonly maps: Maps;
  /** After the layer, the stem's map and those of all layers so far are halved to this size; null where they stay. */
  readonly pooled: Maps | null;
}

export const macroShape = (
  { classes, height, width, channels }: Maps & { readonly classes: number },
  { initialChannels }: Pick<MacroShape, 'initialChannels'>,
): MacroShape => ({ initialChannels, classes, image: { height, width, channels } });

/** The first so many layers: they skip from nothing further down, and so are an architecture themselves. */
export const firstLayers = ({ layers }: MacroGenotype, count: number): MacroGenotype => ({
  layers: layers.slice(0, count),
});

/** 0-based layers after which maps are halved, at the ends of the first and the second third. None below three layers. */
const pooledAfter = (layers: number): readonly number[] => {
  const third = Math.floor(layers / 3);
  return [third - 1, 2 * third - 1];
};

/** @param growth factor of the channels at each pooling: 2 in final networks, 1 in the network that children share */
export function planMacro(
  { layers }: MacroGenotype,
  { image, initialChannels }: MacroShape,
  growth: 1 | 2,
): readonly LayerPlan[] {
  const poolings = pooledAfter(layers.length);
  let maps: Maps = { ...image, channels: initialChannels };
  return layers.map((layer, i) => {
    const own = maps;
    if (!poolings.includes(i)) return { ...layer, maps: own, pooled: null };
    maps = {
      height: Math.ceil(own.height / 2),
      width: Math.ceil(own.width / 2),
      channels: growth * own.channels,
    };
    return { ...layer, maps: own, pooled: maps };
  });
}

/** The maps that the classifier reads. */
export const lastMaps = (plan: readonly LayerPlan[], { image, initialChannels }: MacroShape): Maps => {
  const last = plan.at(-1);
  return last?.pooled ?? last?.maps ?? { ...image, channels: initialChannels };
};
