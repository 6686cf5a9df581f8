/** Figures as PDF: one page of the size of the figure, with its letters embedded. */
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { drawFigure } from '../../../runner/report/draw-figure.ts';
import type { Figure } from '../../../runner/report/figure.ts';
import { figurePdf } from '../../../runner/report/figure-pdf.ts';

const point = (x: number, y: number) => ({ x, y, low: y - 1, high: y + 1 });
const figure = (labels: readonly string[]): Figure => ({
  title: 'Error of λ = 1 ± 2',
  warning: null,
  mark: 'line',
  panels: 'auto',
  bands: 'auto',
  x: { label: 'Epoch', scale: 'linear' },
  y: { label: 'Error (%)', scale: 'linear' },
  series: labels.map((label, i) => ({ label, points: [point(1, 9 + i), point(2, 7 + i), point(3, 4 + i)] })),
});

/** The drawing instructions of the page. */
function instructions(pdf: Uint8Array): string {
  const bytes = Buffer.from(pdf);
  const start = bytes.indexOf('stream\n') + 'stream\n'.length;
  return inflateSync(bytes.subarray(start)).toString('latin1');
}

describe('a figure as PDF', () => {
  it('has one page of the size of the drawing, and every letter that it needs', async () => {
    const svg = await drawFigure(figure(['darts', 'rsws']));
    const text = Buffer.from(await figurePdf(svg, 'Error')).toString('latin1');
    const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? [];
    expect(text).toMatch(/^%PDF-1\.\d/);
    expect(text.match(/\/MediaBox \[[^\]]*\]/g)).toEqual([`/MediaBox [0 0 ${width} ${height}]`]);
    const fonts = [...text.matchAll(/\/BaseFont \/([A-Z]{6})\+(Arimo-\w+)/g)].map(([, , name]) => name);
    expect([...new Set(fonts)].sort()).toEqual(['Arimo-Bold', 'Arimo-Regular']);
    expect(text.match(/\/FontFile2/g)).toHaveLength(2);
    expect(text.trimEnd()).toMatch(/%%EOF$/);
  });

  it('draws a curve for each series, in its colour', async () => {
    const strokes = async (labels: readonly string[]) => {
      const svg = await drawFigure(figure(labels));
      return instructions(await figurePdf(svg, 'Error'));
    };
    const [one, two] = [await strokes(['darts']), await strokes(['darts', 'rsws'])];
    const blue = /^0 0\.447\d* 0\.698\d* SCN$/m;
    const vermilion = /^0\.835\d* 0\.368\d* 0 SCN$/m;
    expect([blue.test(one), vermilion.test(one)]).toEqual([true, false]);
    expect([blue.test(two), vermilion.test(two)]).toEqual([true, true]);
  });

  it('is the same file each time', async () => {
    const svg = await drawFigure(figure(['darts', 'rsws']));
    const files = [await figurePdf(svg, 'Error'), await figurePdf(svg, 'Error')];
    expect(Buffer.compare(...(files as [Uint8Array, Uint8Array]))).toBe(0);
  });
});
