/**
 * An architecture as independent decisions: the number of layers, then those of each layer, in the order of the
 * controller, and one for each connection. Source: Zoph and Le 2017, sections 3.1 and 3.3.
 */
import type { AnchoredLayers, WithAnchoredLayers } from '../anchored-layers.ts';
import { type ConfigSpace, type Configuration, categorical, expectConfiguration } from '../config-space.ts';
import type { WithDecisionFields } from '../decision-fields.ts';
import { type NasConvForm, sides } from './form.ts';
import { type ConvGenotype, type ConvLayer, genotypeId } from './genotype.ts';

export type NasConvDecisions = ConfigSpace<ConvGenotype> &
  WithDecisionFields &
  WithAnchoredLayers & {
    isActive(configuration: Configuration): readonly boolean[];
    /** The inverse of `decode`; decisions that take no part are 0. */
    encode(genotype: ConvGenotype): Configuration;
  };

export function nasConvConfig(form: NasConvForm): NasConvDecisions {
  const fields = fieldsOf(form);
  const { mostLayers } = form;
  const layers = Array.from({ length: mostLayers }, (_, l) => layerDecisions(fields, l));
  const anchored: AnchoredLayers = {
    fields,
    mostLayers,
    configurationOf: (made) => [
      made.length - 1,
      ...layers.flatMap((decisions, l) => made[l] ?? decisions.map(() => 0)),
    ],
  };
  const space: NasConvDecisions = {
    name: form.name,
    parameters: [categorical('layers', mostLayers), ...layers.flat().map(({ parameter }) => parameter)],
    fields: ['layers', ...layers.flat().map(({ field }) => field)],
    anchored,
    isActive: ([depth = 0]) => [
      true,
      ...layers.flatMap((decisions, l) => decisions.map(() => l < depth + 1)),
    ],
    id: (configuration) => genotypeId(form, space.decode(configuration)),
    decode(configuration) {
      expectConfiguration(space, configuration);
      const [depth = 0] = configuration;
      let at = 1;
      const decoded = layers.slice(0, depth + 1).map((decisions) => {
        const values = configuration.slice(at, at + decisions.length);
        at += decisions.length;
        return layerOf(form, values);
      });
      return { layers: decoded };
    },
    encode: ({ layers: all }) => anchored.configurationOf(all.map((layer, l) => valuesOf(form, layer, l))),
  };
  return space;
}

/** Strides are decided where there is a choice. */
const fieldsOf = ({ filters, strides }: NasConvForm): AnchoredLayers['fields'] => [
  { name: 'filterHeight', choices: sides.length },
  { name: 'filterWidth', choices: sides.length },
  ...(strides.length > 1
    ? [
        { name: 'strideHeight', choices: strides.length },
        { name: 'strideWidth', choices: strides.length },
      ]
    : []),
  { name: 'filters', choices: filters.length },
];

const layerDecisions = (fields: AnchoredLayers['fields'], layer: number) => [
  ...fields.map(({ name, choices }) => ({
    field: name,
    parameter: categorical(`layer_${layer}_${name}`, choices),
  })),
  ...Array.from({ length: layer }, (_, j) => ({
    field: 'input',
    parameter: categorical(`layer_${layer}_input_${j}`, 2),
  })),
];

function layerOf({ filters, strides }: NasConvForm, values: readonly number[]): ConvLayer {
  const predicted = strides.length > 1;
  const [height = 0, width = 0, ...rest] = values;
  const [strideHeight = 0, strideWidth = 0] = predicted ? rest : [];
  const [count = 0, ...bits] = predicted ? rest.slice(2) : rest;
  return {
    filter: [sides[height] ?? 1, sides[width] ?? 1],
    stride: [strides[strideHeight] ?? 1, strides[strideWidth] ?? 1],
    filters: filters[count] ?? 1,
    inputs: bits.flatMap((bit, j) => (bit === 1 ? [j] : [])),
  };
}

function valuesOf({ filters, strides }: NasConvForm, layer: ConvLayer, index: number): readonly number[] {
  const { filter, stride, inputs } = layer;
  return [
    ...filter.map((side) => sides.indexOf(side)),
    ...(strides.length > 1 ? stride.map((step) => strides.indexOf(step)) : []),
    filters.indexOf(layer.filters),
    ...Array.from({ length: index }, (_, j) => (inputs.includes(j) ? 1 : 0)),
  ];
}
