import { describe, expect, test } from 'vitest';
import { renderSvg } from '../../../architectures/drawing/svg.ts';
import { Draws } from '../../../experiments/rng/draws.ts';
import { key, split } from '../../../experiments/rng/key.ts';
import { drawCnn as cnnPicture } from '../../../experiments/space/darts-cnn/drawing.ts';
import { namedGenotypes } from '../../../experiments/space/darts-cnn/named.ts';
import { dartsCnn } from '../../../experiments/space/darts-cnn/space.ts';
import { drawRnn as rnnPicture } from '../../../experiments/space/darts-rnn/drawing.ts';
import { namedRnn } from '../../../experiments/space/darts-rnn/named.ts';
import { dartsRnn } from '../../../experiments/space/darts-rnn/space.ts';
import { drawSpec as specPicture } from '../../../experiments/space/nasbench101/drawing.ts';
import { pruned } from '../../../experiments/space/nasbench101/prune.ts';
import { drawSpec as randomSpec } from '../../../experiments/space/nasbench101/random-spec.ts';

const drawCnn = (...drawn: Parameters<typeof cnnPicture>): string => renderSvg(cnnPicture(...drawn));
const drawRnn = (...drawn: Parameters<typeof rnnPicture>): string => renderSvg(rnnPicture(...drawn));
const drawSpec = (...drawn: Parameters<typeof specPicture>): string => renderSvg(specPicture(...drawn));

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The boxes and the sampled points of the lines of each graph in a picture. */
function graphsIn(svg: string): { boxes: Box[]; points: [number, number][] }[] {
  return svg
    .split('<g transform')
    .slice(1)
    .map((body) => ({
      boxes: [
        ...body.matchAll(/<rect x="([-\d.]+)" y="([-\d.]+)" width="([\d.]+)" height="([\d.]+)" rx/g),
      ].map((match) => {
        const [x = 0, y = 0, width = 0, height = 0] = match.slice(1).map(Number);
        return { left: x, right: x + width, top: y, bottom: y + height };
      }),
      points: [...body.matchAll(/<path d="([^"]+)"/g)].flatMap(([, path = '']) => pointsOf(path)),
    }));
}

function pointsOf(path: string): [number, number][] {
  const points: [number, number][] = [];
  let [x, y] = [0, 0];
  for (const [, command, rest = ''] of path.matchAll(/([MCH])([-\d. ]+)/g)) {
    const n = rest.trim().split(' ').map(Number);
    const at = (i: number): number => n[i] ?? Number.NaN;
    const [toX, toY] = command === 'C' ? [at(4), at(5)] : command === 'H' ? [at(0), y] : [at(0), at(1)];
    for (let i = 0; command !== 'M' && i <= 20; i += 1) {
      const t = i / 20;
      const mix = (a: number, b: number, c: number, d: number): number =>
        (1 - t) ** 3 * a + 3 * t * (1 - t) ** 2 * b + 3 * t * t * (1 - t) * c + t ** 3 * d;
      if (command === 'C') points.push([mix(x, at(0), at(2), toX), mix(y, at(1), at(3), toY)]);
      else points.push([x + t * (toX - x), y]);
    }
    [x, y] = [toX, toY];
  }
  return points;
}

function expectReadable(svg: string): void {
  for (const { boxes, points } of graphsIn(svg)) {
    expect(boxes.length).toBeGreaterThan(1);
    const overlaps = boxes.flatMap((a, i) =>
      boxes
        .slice(i + 1)
        .filter((b) => a.right >= b.left && b.right >= a.left && a.bottom >= b.top && b.bottom >= a.top)
        .map((b) => [a, b]),
    );
    const hits = points.filter(([x, y]) =>
      boxes.some(
        ({ left, right, top, bottom }) => x > left + 1 && x < right - 1 && y > top + 1 && y < bottom - 1,
      ),
    );
    expect({ overlaps, hits }).toEqual({ overlaps: [], hits: [] });
  }
}

const drawsOf = (name: string, i: number): Draws => new Draws(split(key(1), name, i));

describe('no boxes overlap, and no line runs through one', () => {
  test.each(Object.entries(namedGenotypes))('%s', (name, genotype) => {
    expectReadable(drawCnn(genotype, name));
  });

  test.each(Object.entries(namedRnn))('recurrent %s', (name, { genotype }) => {
    expectReadable(drawRnn(genotype, name));
  });

  test('random cells of every space', () => {
    for (let i = 0; i < 20; i += 1) {
      expectReadable(drawCnn(dartsCnn('with-none').sample(drawsOf('cnn', i)), null));
      expectReadable(drawRnn(dartsRnn.sample(drawsOf('rnn', i)), null));
      expectReadable(drawSpec(pruned(randomSpec(drawsOf('spec', i)))));
    }
  });
});

test('a cell of forty nodes is readable too', () => {
  const draws = drawsOf('large', 0);
  const large = Array.from(
    { length: 80 },
    (_, i) => ['sep_conv_3x3', draws.below(Math.floor(i / 2) + 2)] as const,
  );
  const { reduce, reduce_concat } = namedGenotypes.DARTS_V2;
  const genotype = { normal: large, normal_concat: [41], reduce, reduce_concat };
  expectReadable(drawCnn(genotype, null));
});

test('every edge is drawn with its operation, and the heading is escaped', () => {
  const svg = drawCnn(namedGenotypes.NASNet, 'a < b & "c"');
  expect(svg).toContain('a &lt; b &amp; &quot;c&quot;');
  const { normal, normal_concat, reduce, reduce_concat } = namedGenotypes.NASNet;
  for (const operation of new Set([...normal, ...reduce].map(([name]) => name))) {
    const times = [...normal, ...reduce].filter(([name]) => name === operation).length;
    expect(svg.split(`>${operation}</text>`)).toHaveLength(times + 1);
  }
  // An arrow for each operation and for each concatenated node.
  const arrows = normal.length + reduce.length + normal_concat.length + reduce_concat.length;
  expect(svg.split('marker-end')).toHaveLength(arrows + 1);
});

test('two edges from one node to another are both drawn', () => {
  const spec = drawRnn({ recurrent: [['tanh', 0]], concat: [1] }, null);
  expect(spec.split('marker-end')).toHaveLength(2 + 1 + 1 + 1);
  const twice = { ...namedGenotypes.ISTA_ImageNet, normal: [['none', 0] as const, ['none', 0] as const] };
  expect(drawCnn({ ...twice, normal_concat: [2] }, null).split('>none</text>')).toHaveLength(3);
});

test('the same cell gives the same bytes, another one others', () => {
  const svg = drawCnn(namedGenotypes.DARTS_V2, null);
  expect(drawCnn(namedGenotypes.DARTS_V2, null)).toBe(svg);
  expect(drawCnn(namedGenotypes.DARTS_V1, null)).not.toBe(svg);
  expect(svg).not.toContain('NaN');
});
