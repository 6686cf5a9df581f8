/** Graphs side by side as one SVG file. The same graphs give the same bytes. */
import type { Family, Picture } from '../../experiments/space/drawn-graph.ts';
import { type LayeredGraph, layered } from './layers.ts';
import { ordered } from './order.ts';
import { type Placement, placed } from './place.ts';
import { arrivalStep, labelFontSize, nodeFontSize } from './sizes.ts';

interface Colours {
  readonly fill: string;
  readonly stroke: string;
}

const colours: Readonly<Record<Family, Colours>> = {
  input: { fill: '#fde9c8', stroke: '#c98a1b' },
  output: { fill: '#fde9c8', stroke: '#c98a1b' },
  node: { fill: '#ffffff', stroke: '#475569' },
  separable: { fill: '#dbeafe', stroke: '#3b78d8' },
  dilated: { fill: '#e9e3fd', stroke: '#7c5bd6' },
  full: { fill: '#fde2e2', stroke: '#cf5050' },
  pooling: { fill: '#d9f2df', stroke: '#2f9550' },
  identity: { fill: '#eef0f3', stroke: '#8a94a3' },
  squashing: { fill: '#fdf1c7', stroke: '#b98d0a' },
  none: { fill: '#ffffff', stroke: '#b6bdc8' },
};

const lineColour = '#64748b';
const margin = 24;
const between = 56;
const titleHeight = 30;
const arrow = 8;

export function renderSvg({ heading, graphs }: Picture): string {
  const drawings = graphs.map((graph) => {
    const layers = layered(graph);
    return { graph, layers, placement: placed(layers, ordered(layers)) };
  });
  const top = margin + (heading === null ? 0 : titleHeight + 4);
  const bodyHeight = Math.max(...drawings.map(({ placement }) => placement.height));
  let x = margin;
  const bodies = drawings.map(({ graph, layers, placement }) => {
    const left = x;
    x += Math.max(placement.width, graph.title.length * 8) + between;
    const y = top + titleHeight + (bodyHeight - placement.height) / 2;
    const title = text(left, top + 14, graph.title, 15, 'start', '600');
    return `${title}<g transform="translate(${round(left)} ${round(y)})">\n${body(layers, placement)}</g>\n`;
  });
  const width = Math.ceil(x - between + margin);
  const height = Math.ceil(top + titleHeight + bodyHeight + margin);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
    `viewBox="0 0 ${width} ${height}" font-family="Helvetica, Arial, 'Liberation Sans', sans-serif">\n` +
    `<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="${arrow}" ` +
    `markerHeight="${arrow}" markerUnits="userSpaceOnUse" orient="auto">` +
    `<path d="M0 0.8 L8 4 L0 7.2 Z" fill="${lineColour}"/></marker></defs>\n` +
    `<rect width="${width}" height="${height}" fill="#ffffff"/>\n` +
    (heading === null ? '' : text(margin, margin + 16, heading, 19, 'start', '700')) +
    `${bodies.join('')}</svg>\n`
  );
}

function body(graph: LayeredGraph, placement: Placement): string {
  const arrivals = arrivalPorts(graph, placement);
  const edges = graph.chains.map((chain, edge) => edgePaths(graph, placement, chain, arrivals[edge] ?? 0));
  const boxes = graph.items.map((_, i) => box(graph, placement, i));
  return `<g fill="none" stroke="${lineColour}" stroke-width="1.5">\n${edges.join('')}</g>\n${boxes.join('')}`;
}

const spanOf = (graph: LayeredGraph, placement: Placement, i: number) => {
  const item = graph.items[i];
  const layer = item?.layer ?? 0;
  const columnWidth = placement.columnWidth[layer] ?? 0;
  // A bend keeps the column free in its whole width; other things are centred in it.
  const width = item?.width === 0 ? columnWidth : (item?.width ?? 0);
  const left = (placement.columnX[layer] ?? 0) + (columnWidth - width) / 2;
  return { left, right: left + width, y: placement.y[i] ?? 0, height: item?.height ?? 0 };
};

/** Heights at which the edges arrive, spread over the node so that their arrows stay apart. */
function arrivalPorts(graph: LayeredGraph, placement: Placement): readonly number[] {
  const ports = graph.chains.map((chain) => placement.y[chain.at(-1) ?? 0] ?? 0);
  graph.items.forEach((item, target) => {
    if (!item.node) return;
    const arriving = graph.chains.map((chain, edge) => ({ chain, edge }));
    const sorted = arriving
      .filter(({ chain }) => chain.at(-1) === target)
      .map(({ chain, edge }) => ({ edge, y: placement.y[chain.at(-2) ?? 0] ?? 0 }))
      .sort((a, b) => a.y - b.y);
    sorted.forEach(({ edge }, i) => {
      ports[edge] = (placement.y[target] ?? 0) + (i - (sorted.length - 1) / 2) * arrivalStep;
    });
  });
  return ports;
}

/** The way of one edge, in as many paths as its label cuts it into. */
function edgePaths(
  graph: LayeredGraph,
  placement: Placement,
  chain: readonly number[],
  arrival: number,
): string {
  const start = spanOf(graph, placement, chain[0] ?? 0);
  let path = `M${round(start.right)} ${round(start.y)}`;
  let at = { x: start.right, y: start.y };
  const finished: string[] = [];
  chain.slice(1).forEach((i, step) => {
    const { left, right, y } = spanOf(graph, placement, i);
    const isEnd = step === chain.length - 2;
    const to = { x: left, y: isEnd ? arrival : y };
    path += curve(at, to, isEnd ? arrow : 0);
    const item = graph.items[i];
    if (isEnd || item?.label) {
      const dashes = item?.label?.family === 'none' ? ' stroke-dasharray="4 3"' : '';
      finished.push(`<path d="${path}"${isEnd ? ' marker-end="url(#arrow)"' : dashes}/>\n`);
      path = `M${round(right)} ${round(y)}`;
    } else if (right > left) path += ` H${round(right)}`;
    at = { x: right, y };
  });
  return finished.join('');
}

/** Leaves and arrives horizontally; the last `straight` pixels are a line, so that an arrow points along it. */
function curve(
  from: { readonly x: number; readonly y: number },
  to: { readonly x: number; readonly y: number },
  straight: number,
): string {
  const end = to.x - straight;
  const line = straight > 0 ? ` H${round(to.x)}` : '';
  if (Math.abs(from.y - to.y) < 0.05) return ` H${round(to.x)}`;
  const middle = round((from.x + end) / 2);
  return ` C${middle} ${round(from.y)} ${middle} ${round(to.y)} ${round(end)} ${round(to.y)}${line}`;
}

function box(graph: LayeredGraph, placement: Placement, i: number): string {
  const item = graph.items[i];
  const { left, right, y, height } = spanOf(graph, placement, i);
  const content = item?.node ?? item?.label;
  if (!item || !content) return '';
  const { fill, stroke } = colours[content.family];
  const dashes = content.family === 'none' ? ' stroke-dasharray="4 3"' : '';
  const rectangle =
    `<rect x="${round(left)}" y="${round(y - height / 2)}" width="${round(right - left)}" height="${round(height)}" ` +
    `rx="${item.node ? 8 : 11}" fill="${fill}" stroke="${stroke}" stroke-width="${item.node ? 1.5 : 1}"${dashes}/>`;
  const size = item.node ? nodeFontSize : labelFontSize;
  const subscript = item.node?.subscript;
  const written =
    subscript === undefined
      ? escaped(content.text)
      : `${escaped(content.text)}<tspan dy="3" font-size="${0.75 * nodeFontSize}">${escaped(subscript)}</tspan>`;
  const middle = (left + right) / 2;
  return `${rectangle}${written === '' ? '' : textOf(middle, y + 0.35 * size, written, size, 'middle', '400')}`;
}

const text = (
  x: number,
  y: number,
  content: string,
  size: number,
  anchor: 'start' | 'middle',
  weight: string,
): string => textOf(x, y, escaped(content), size, anchor, weight);

const textOf = (
  x: number,
  y: number,
  markup: string,
  size: number,
  anchor: 'start' | 'middle',
  weight: string,
): string =>
  `<text x="${round(x)}" y="${round(y)}" font-size="${size}" text-anchor="${anchor}" font-weight="${weight}" ` +
  `fill="#1e293b">${markup}</text>\n`;

/** One decimal is finer than any screen. Adding zero turns -0 into 0. */
const round = (value: number): number => Math.round(value * 10) / 10 + 0;

const escaped = (content: string): string =>
  content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
