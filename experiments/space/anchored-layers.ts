/** What a space says whose architectures are layers in a row, each joined to any of the layers before it. */
import type { ConfigSpace, Configuration } from './config-space.ts';

/** Of a space that a controller with anchor points can write down layer by layer. */
export interface AnchoredLayers {
  /** What is decided about each layer, in this order, before its connections. */
  readonly fields: readonly { readonly name: string; readonly choices: number }[];
  readonly mostLayers: number;
  /**
   * The configuration of so many layers.
   * @param layers of each, the number of a choice for each field, then 1 or 0 for each layer before it
   */
  configurationOf(layers: readonly (readonly number[])[]): Configuration;
}

export interface WithAnchoredLayers {
  readonly anchored: AnchoredLayers;
}

/** Undefined for a space without them. */
export const anchoredLayers = (space: ConfigSpace<unknown>): AnchoredLayers | undefined =>
  (space as Partial<WithAnchoredLayers>).anchored;
