/** What is drawn, and that equal numbers give equal bytes. Whether it looks well, only an eye can say. */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { drawFigure } from '../../../runner/report/draw-figure.ts';
import { computeCurve } from '../../../runner/report/kinds/curve/curve.ts';
import { curveFigure } from '../../../runner/report/kinds/curve/curve-figure.ts';
import { renderCurve } from '../../../runner/report/kinds/curve/index.ts';
import type { CurveReport } from '../../../runner/report/kinds/curve/settings.ts';
import { renderScatter } from '../../../runner/report/kinds/scatter/index.ts';
import { scatterFigure } from '../../../runner/report/kinds/scatter/scatter-figure.ts';
import { computeCorrelation } from '../../../runner/report/pairs/correlation-table.ts';
import { sha256 } from '../../../schemas/canonical.ts';
import { bundled } from '../../util/bundled.ts';
import { curveInput, pairsInput, scatterSettings } from './sample-figures.ts';

const curveOf = (settings: Partial<CurveReport> = {}, ...rest: [number?, (readonly string[])?]) =>
  curveFigure(computeCurve(curveInput(settings, ...rest)), null);

const texts = (svg: string): string[] =>
  [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text ?? '');

describe('a drawn curve', () => {
  it('has a line, a band and a legend entry for each method, axis titles and a title', async () => {
    const svg = await drawFigure(curveOf().figure);
    expect(texts(svg)).toEqual(
      expect.arrayContaining([
        ...['rsws', 'random', 'regularized-evolution', 'Architectures evaluated', 'Validation error (%)'],
        'Best architecture found (textures10, profile nano)',
      ]),
    );
    const marks = (name: string) => svg.match(new RegExp(`class="mark-${name} role-mark[^>]*><path`, 'g'));
    expect(marks('line')).toHaveLength(3);
    expect(marks('area')).toHaveLength(3);
  });

  it('needs no legend for one method', async () => {
    expect(texts(await drawFigure(curveOf({}, 12, ['rsws']).figure))).not.toContain('rsws');
  });

  const lines = (svg: string) => svg.match(/class="mark-line role-mark[^>]*>/g)?.length;
  const bands = (svg: string) => svg.match(/class="mark-area role-mark[^>]*>/g)?.length;
  const names = (count: number) => Array.from({ length: count }, (_, i) => `method-${i}`);

  it('of many methods has a panel for each, with its name above it and the others in grey', async () => {
    const { figure } = curveOf({ bands: 'auto' }, 5, names(5));
    const svg = await drawFigure(figure);
    expect(texts(svg).filter((text) => text.startsWith('method-'))).toEqual(names(5));
    // In each panel its own line, and the group of all.
    expect([lines(svg), bands(svg)]).toEqual([5 + 5 * 5, 5]);
    expect(svg.match(/stroke="#c4c4c4"/g)).toHaveLength(5 * 5);
    expect(lines(await drawFigure({ ...figure, panels: 'one' }))).toBe(5);
    expect(await drawFigure({ ...figure, series: figure.series.slice(0, 4) })).not.toContain('#c4c4c4');
  });

  it('breaks the name of a panel into lines, and cuts none of it', async () => {
    const label = 'Random search with weight sharing (not in the paper)';
    const svg = await drawFigure(curveOf({}, 5, [label, ...names(4)]).figure);
    expect(svg).not.toContain('…');
    const words = [...svg.matchAll(/<tspan[^>]*>([^<]*)</g)].map(([, text = '']) => text);
    expect(words.join(' ')).toContain(label);
  });

  it('shows bands where they hide nothing, or as asked', async () => {
    const figure = (count: number, choice: 'auto' | 'always' | 'never') =>
      curveOf({ bands: choice }, 5, names(count)).figure;
    const found = [figure(1, 'auto'), figure(3, 'auto'), figure(3, 'always'), figure(5, 'never')];
    const counts = await Promise.all(found.map(async (one) => bands(await drawFigure(one)) ?? 0));
    expect(counts).toEqual([1, 0, 3, 0]);
  });

  it('breaks a title that is longer than the plot is wide', async () => {
    const { figure } = curveOf({
      title: 'A title of so many words that no plot of this size is as wide as it is',
    });
    const svg = await drawFigure(figure);
    expect(svg).toContain('>A title of so many words that no plot of this size is</tspan>');
  });

  it('escapes what has a meaning in SVG', async () => {
    const { figure } = curveOf({ title: 'a < b & "c"' }, 5, ['<m> & co', 'n']);
    const svg = await drawFigure(figure);
    expect(svg).toContain('<title>a &lt; b &amp; "c"</title>');
    expect(svg).toContain('&lt;m&gt; &amp; co</text>');
    expect(svg).not.toContain('<m>');
  });

  it('is a frame where there is nothing to draw', async () => {
    const input = curveInput();
    const rows = input.rows.map((row) => ({ ...row, runs: [] }));
    const svg = await drawFigure(curveFigure(computeCurve({ ...input, rows }), null).figure);
    expect(texts(svg)).toContain('Validation error (%)');
  });

  it('has a warning under its title', async () => {
    const svg = await drawFigure({ ...curveOf().figure, warning: 'dirty: of an uncommitted tree' });
    expect(texts(svg)).toContain('dirty: of an uncommitted tree');
  });
});

describe('a logarithmic axis', () => {
  const figureOf = (points: readonly { x: number; y: number }[]) => {
    const input = curveInput({ xScale: 'log', yScale: 'log' }, 5, ['rsws']);
    const rows = input.rows.map((row) => ({
      ...row,
      runs: row.runs
        .slice(0, 2)
        .map((run, i) => ({ ...run, points: points.map(({ x, y }) => ({ x, y: y * (1 + i) })) })),
    }));
    return curveFigure(computeCurve({ ...input, rows }), null);
  };

  it('leaves out what is not above zero, and says so', () => {
    const { figure, notes } = figureOf([
      { x: 0, y: 8 },
      { x: 1, y: 8 },
      { x: 2, y: -1 },
    ]);
    expect(figure.series[0]?.points.map(({ x }) => x)).toEqual([1]);
    expect(notes).toEqual(['2 of 3 points are not above zero, so a logarithmic axis leaves them out']);
  });

  it('ends a band that reaches zero at the lowest value drawn, and says so', () => {
    // Runs 1 and 9: mean 5, standard deviation 5.66.
    const input = curveInput({ yScale: 'log' }, 5, ['rsws']);
    const rows = input.rows.map((row) => ({
      ...row,
      runs: row.runs.slice(0, 2).map((run, i) => ({ ...run, points: [{ x: 1, y: 1 + 8 * i }] })),
    }));
    const { figure, notes } = curveFigure(computeCurve({ ...input, rows }), null);
    expect(figure.series[0]?.points).toEqual([{ x: 1, y: 5, low: 5, high: 5 + Math.sqrt(32) }]);
    expect(notes).toEqual([
      'a band that reaches zero or below ends at the lowest value drawn, since the axis is logarithmic',
    ]);
  });
});

describe('the bytes of a figure', () => {
  it('are the same again, whatever was drawn before', async () => {
    const { figure } = curveOf({ step: true, xScale: 'log', bestSoFar: 'lowest' });
    const first = await drawFigure(figure);
    await drawFigure(
      scatterFigure(computeCorrelation(pairsInput(scatterSettings)), scatterSettings, null).figure,
    );
    expect(await drawFigure(figure)).toBe(first);
  });

  it('are the same in another time zone and locale', async () => {
    const program = `
      const { drawFigure } = await import('./runner/report/draw-figure.ts');
      const { curveFigure } = await import('./runner/report/kinds/curve/curve-figure.ts');
      const { computeCurve } = await import('./runner/report/kinds/curve/curve.ts');
      const { curveInput } = await import('./test/unit/report/sample-figures.ts');
      process.stdout.write(await drawFigure(curveFigure(computeCurve(curveInput()), null).figure));`;
    const env = { ...process.env, TZ: 'Asia/Kathmandu', LC_ALL: 'de_DE.UTF-8', LANG: 'de_DE.UTF-8' };
    const input = await bundled(program);
    const run = spawnSync(process.execPath, ['--input-type=module', '-'], { env, input, encoding: 'utf8' });
    expect(run.stderr).toBe('');
    expect(run.stdout).toBe(await drawFigure(curveOf().figure));
  });

  it('are those of every earlier run: where this fails, locks that name figures have to be made again', async () => {
    const digests = [
      await drawFigure(curveOf({ step: true, xScale: 'log', aggregate: 'median' }).figure),
      await drawFigure(
        scatterFigure(computeCorrelation(pairsInput(scatterSettings)), scatterSettings, null).figure,
      ),
    ].map((svg) => sha256(svg).slice(0, 16));
    expect(digests).toMatchInlineSnapshot(`
      [
        "af6ccc5e54ca3ad8",
        "96e51db1cb088fd1",
      ]
    `);
  });

  it('have places of two decimals at most', async () => {
    const svg = await drawFigure(curveOf({ yScale: 'log' }).figure);
    expect(svg).toMatch(/d="M[\d.]+,[\d.]+L/);
    expect(svg.match(/ (?:d|transform|x2|y2)="[^"]*\.\d{3}[^"]*"/g)).toBeNull();
  });
});

describe('the files of a figure', () => {
  it.each([
    ['curve', () => renderCurve(computeCurve(curveInput()), 'paper'), 'anytime'],
    [
      'scatter',
      () => renderScatter(computeCorrelation(pairsInput(scatterSettings)), scatterSettings, 'paper'),
      'ranks',
    ],
  ] as const)('of kind %s are named after it', async (_, render, name) => {
    const { results, provenance } = await render();
    const endings = ['svg', 'md', 'csv', 'json', 'tex'].map((ending) => `${name}.${ending}`);
    expect(Object.keys(results)).toEqual(endings);
    expect(Object.keys(provenance)).toEqual([`${name}.provenance.json`]);
    expect(results[`${name}.md`]).toContain(`](${name}.svg)`);
    expect(results[`${name}.tex`]).toContain(`\\includegraphics[width=\\linewidth]{${name}.pdf}`);
  });

  it('a scatter plot has its points in CSV', async () => {
    const { results } = await renderScatter(
      computeCorrelation(pairsInput(scatterSettings)),
      scatterSettings,
      'paper',
    );
    const [header, first, ...rest] = (results['ranks.csv'] ?? '').split('\n');
    expect([header, first]).toEqual([
      'row,method,seedSet,seed,x,xUnit,y,yUnit,dirty',
      'rsws,rsws,first,1,20,%,18,%,',
    ]);
    expect(rest).toHaveLength(24);
  });

  it('the marked notes of a figure for LaTeX name their method', async () => {
    const { results } = await renderScatter(
      computeCorrelation(pairsInput(scatterSettings)),
      scatterSettings,
      'paper',
    );
    expect(results['ranks.tex']).toContain(
      '\\par\\footnotesize darts[order=second]: failed jobs: 1 of 4 (seed 9).',
    );
  });
});

/** The program with what it imports, since Node reads no TypeScript. */
