/** The layers of a network as a graph, from the image to the classifier. */
import type { DrawnNode, Picture } from '../drawn-graph.ts';
import type { NasConvForm } from './form.ts';
import type { ConvGenotype, ConvLayer } from './genotype.ts';

/** @param name heading; null for none */
export function drawNasConv(form: NasConvForm, { layers }: ConvGenotype, name: string | null): Picture {
  const used = new Set(layers.flatMap(({ inputs }) => inputs));
  const nodes: readonly DrawnNode[] = [
    { id: 'image', text: 'image', family: 'input' },
    ...layers.map(
      (layer, l): DrawnNode => ({
        id: String(l),
        text: textOf(form, layer),
        family: Math.max(...layer.filter) === 1 ? 'node' : 'full',
      }),
    ),
    { id: 'classifier', text: 'classifier', family: 'output' },
  ];
  const edges = layers.flatMap(({ inputs }, l) => [
    ...(inputs.length === 0 ? [{ from: 'image', to: String(l) }] : []),
    ...inputs.map((input) => ({ from: String(input), to: String(l) })),
    ...(used.has(l) ? [] : [{ from: String(l), to: 'classifier' }]),
  ]);
  return { heading: name, graphs: [{ title: 'Layers', nodes, edges }] };
}

/** Such as `3x7, 48`, `3x7 /2x1, 48` with strides, `3 of 3x7, 24` for a block. */
function textOf({ convolutions }: NasConvForm, { filter, stride, filters }: ConvLayer): string {
  const step = stride.every((side) => side === 1) ? '' : ` /${stride.join('x')}`;
  const times = convolutions === 1 ? '' : `${convolutions} of `;
  return `${times}${filter.join('x')}${step}, ${filters}`;
}
