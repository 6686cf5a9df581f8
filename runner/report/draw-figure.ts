/**
 * Draws a figure as SVG. Loaded only when there is one to draw, since Vega takes longer to load than a table to make.
 * The same figure gives the same bytes on every machine: text is measured by an estimate that asks no font, places are
 * rounded to a hundredth of a pixel, and the counters of Vega are not seen.
 */
import * as vega from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { escapeXml } from '../util/escape-xml.ts';
import { visibleLines, visibleText } from '../util/visible-text.ts';
import type { Figure, Plot } from './figure.ts';
import { plotOfFigure } from './figure-spec.ts';

export async function drawFigure(figure: Figure | Plot): Promise<string> {
  const plot = 'spec' in figure ? figure : plotOfFigure(figure);
  // A machine where the package `canvas` happens to be installed would measure text with its own fonts.
  untyped.textMetrics.canvas(false);
  vega.resetSVGDefIds();
  const { spec } = compile(plot.spec as TopLevelSpec);
  const view = new vega.View(vega.parse(spec), { renderer: 'none', logLevel: vega.Error });
  try {
    return `${described(rounded(visibleLines(await view.toSVG())), plot)}\n`;
  } finally {
    view.finalize();
  }
}

/** What Vega exports and its types leave out. */
const untyped = vega as unknown as { readonly textMetrics: { canvas(use: boolean): void } };

const places = /\b(?:d|transform|x|y|x1|x2|y1|y2|width|height|viewBox)="[^"]*"/g;

/** The last digits of a logarithm are a matter of the machine; no eye sees them. */
const rounded = (svg: string): string =>
  svg.replace(places, (attribute) =>
    attribute.replace(/-?\d+\.\d{3,}(?:e-?\d+)?/g, (number) => String(Number(Number(number).toFixed(2)) + 0)),
  );

/** What a screen reader says. */
function described(svg: string, { title, description }: Plot): string {
  const [name, words] = [title, description].map((text) => escapeXml(visibleText(text)));
  const head = `<title>${name}</title><desc>${words}</desc>`;
  return svg.replace(/^<svg [^>]*>/, (tag) => `${tag.replace('<svg ', '<svg role="img" ')}${head}`);
}
