/**
 * One form for all ways to number the layers of a network: equal exactly for isomorphic graphs with equal labels. Colours
 * of layers are refined by those of their neighbours until they no longer split; where some are still alike, each is told
 * apart in turn, and the smallest form counts. Source: McKay and Piperno 2014, section 2.
 */

export interface CanonicalGraph {
  readonly labels: readonly (readonly number[])[];
  readonly inputs: readonly (readonly number[])[];
}

interface Graph extends CanonicalGraph {
  /** Layers that each layer feeds. */
  readonly outputs: readonly (readonly number[])[];
}

/** @param inputs of each layer, the layers that it reads */
export function canonicalGraph(
  labels: CanonicalGraph['labels'],
  inputs: CanonicalGraph['inputs'],
): CanonicalGraph {
  const outputs: number[][] = labels.map(() => []);
  inputs.forEach((sources, layer) => {
    for (const source of sources) outputs[source]?.push(layer);
  });
  return smallest({ labels, inputs, outputs }, ranks(labels.map((label) => label.join())));
}

/** The place of each text among the different ones, in order. */
function ranks(texts: readonly string[]): readonly number[] {
  const order = new Map([...new Set(texts)].sort().map((text, rank) => [text, rank]));
  return texts.map((text) => order.get(text) ?? 0);
}

function smallest(graph: Graph, colours: readonly number[]): CanonicalGraph {
  const stable = refined(graph, colours);
  const alike = firstAlike(stable);
  if (alike.length === 0) return numbered(graph, stable);
  // Layers with the same neighbours can change places, so that any of them may come first.
  const candidates = areTwins(graph, alike) ? alike.slice(0, 1) : alike;
  const forms = candidates.map((first) =>
    smallest(
      graph,
      stable.map((colour, layer) => 2 * colour + (alike.includes(layer) && layer !== first ? 1 : 0)),
    ),
  );
  return forms.reduce((a, b) => (JSON.stringify(b) < JSON.stringify(a) ? b : a));
}

function refined({ inputs, outputs }: Graph, colours: readonly number[]): readonly number[] {
  const coloursOf = (layers: readonly number[], from: readonly number[]): string =>
    layers
      .map((layer) => from[layer] ?? 0)
      .sort((a, b) => a - b)
      .join();
  let now = colours;
  for (let count = 0; count < new Set(now).size; ) {
    count = new Set(now).size;
    const before = now;
    // Padded, so that texts sort as numbers do: no colour splits into two that are not side by side.
    now = ranks(
      before.map(
        (colour, layer) =>
          `${String(colour).padStart(6, '0')}|${coloursOf(inputs[layer] ?? [], before)}|${coloursOf(outputs[layer] ?? [], before)}`,
      ),
    );
  }
  return now;
}

/** The layers of the smallest colour that several have. */
function firstAlike(colours: readonly number[]): readonly number[] {
  const all = [...new Set(colours)].sort((a, b) => a - b);
  const shared = all.find((colour) => colours.indexOf(colour) !== colours.lastIndexOf(colour));
  return colours.flatMap((colour, layer) => (colour === shared ? [layer] : []));
}

function areTwins({ inputs, outputs }: Graph, layers: readonly number[]): boolean {
  const neighbours = new Set(
    layers.map((layer) =>
      [inputs, outputs].map((of) => [...(of[layer] ?? [])].sort((a, b) => a - b).join()).join('|'),
    ),
  );
  return neighbours.size === 1;
}

function numbered({ labels, inputs }: Graph, colours: readonly number[]): CanonicalGraph {
  const order = colours.map((_, layer) => layer).sort((a, b) => (colours[a] ?? 0) - (colours[b] ?? 0));
  const numbers = new Map(order.map((layer, number) => [layer, number]));
  return {
    labels: order.map((layer) => labels[layer] ?? []),
    inputs: order.map((layer) =>
      (inputs[layer] ?? []).map((source) => numbers.get(source) ?? 0).sort((a, b) => a - b),
    ),
  };
}
