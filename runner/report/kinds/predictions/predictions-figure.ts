/** Pictures side by side as SVG: a heading for each column, the number of each image, and the colours of the classes below. */
import type { Predictions } from '../../../../schemas/predictions.ts';
import { escapeXml } from '../../../util/escape-xml.ts';
import { visibleText } from '../../../util/visible-text.ts';
import { font, ink, warningInk, wrapped } from '../../figure-style.ts';
import type { Pixels } from './sheet.ts';
import { seenClasses } from './sheet.ts';

export interface PredictionsDrawing {
  readonly title: string;
  readonly description: string;
  readonly warning: string | null;
  /** Headings of the columns. */
  readonly columns: readonly string[];
  readonly legend: Predictions;
  readonly pixels: Pixels;
  /** The same as a PNG file. */
  readonly png: Uint8Array;
}

const margin = 12;
/** Small pictures are drawn by a whole factor, so that a column has about this width. */
const columnWidth = 200;
const line = 16;
const fontSize = 12;
const swatch = 12;
/** A letter is about so wide, of the size of the font. */
const letter = 0.56;

export function predictionsSvg(drawing: PredictionsDrawing): string {
  const { title, description, warning, columns, legend, pixels, png } = drawing;
  const widest = Math.max(...legend.images.map(({ width }) => width));
  const factor = Math.max(1, Math.round(columnWidth / widest));
  const captions = legend.images.map(({ index }) => [legend.part, `image ${index}`]);
  const left =
    margin + Math.ceil(letter * fontSize * Math.max(...captions.flat().map(({ length }) => length))) + 10;
  const right = left + factor * pixels.width;
  const width = right + margin;
  const parts: string[] = [];
  let y = margin;
  const lines = (texts: readonly string[], size: number, more: string): void => {
    for (const text of texts) {
      y += size + 4;
      parts.push(textAt(margin, y, text, size, more));
    }
  };
  lines(wrapped(title, right - margin, 14), 14, 'font-weight="bold"');
  if (warning !== null) lines(wrapped(warning, right - margin, fontSize), fontSize, `fill="${warningInk}"`);
  y += 8;
  const step = factor * (widest + legend.gap);
  const headings = columns.map((text) => wrapped(text, factor * widest, fontSize));
  const most = Math.max(...headings.map(({ length }) => length));
  headings.forEach((heading, column) => {
    heading.forEach((text, i) => {
      parts.push(textAt(left + column * step, y + line * (most - heading.length + i + 1), text, fontSize));
    });
  });
  y += line * most + 6;
  const top = y;
  legend.images.forEach((image, i) => {
    (captions[i] ?? []).forEach((text, below) => {
      parts.push(textAt(margin, top + factor * image.top + fontSize + line * below, text, fontSize));
    });
  });
  const place = `x="${left}" y="${top}" width="${factor * pixels.width}" height="${factor * pixels.height}"`;
  parts.push(
    `<image ${place} style="image-rendering:pixelated" href="data:image/png;base64,${Buffer.from(png).toString('base64')}"/>`,
  );
  y = top + factor * pixels.height + 14;
  const colours = drawnColours(drawing, right - margin, y);
  const height = colours.bottom + margin;
  return `${[
    `<svg role="img" xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${font}">`,
    `<title>${shown(title)}</title><desc>${shown(description)}</desc>`,
    `<rect width="${width}" height="${height}" fill="white"/>`,
    ...parts,
    ...colours.parts,
    '</svg>',
  ].join('\n')}\n`;
}

/** In columns of one width, from the left to the right. Only those that are seen. */
function drawnColours({ legend, pixels }: PredictionsDrawing, room: number, top: number) {
  const seen = seenClasses(legend, pixels);
  const entries = [
    ...seen.classes,
    ...(seen.ignored ? [{ name: 'not measured', colour: legend.ignored }] : []),
  ];
  const longest = Math.max(...entries.map(({ name }) => name.length));
  const width = swatch + 6 + Math.ceil(letter * fontSize * longest) + 16;
  const perLine = Math.max(1, Math.floor(room / width));
  const parts = entries.map(({ name, colour }, i) => {
    const x = margin + width * (i % perLine);
    const y = top + 20 * Math.floor(i / perLine);
    const square = `<rect x="${x}" y="${y}" width="${swatch}" height="${swatch}" fill="${colour}" stroke="${ink}" stroke-width="0.5"/>`;
    return `${square}${textAt(x + swatch + 6, y + swatch - 1, name, fontSize)}`;
  });
  return { parts, bottom: top + 20 * Math.ceil(entries.length / perLine) };
}

const shown = (text: string): string => escapeXml(visibleText(text));

const textAt = (x: number, y: number, text: string, size: number, more = ''): string =>
  `<text x="${x}" y="${y}" font-size="${size}" ${more.includes('fill=') ? more : `fill="${ink}" ${more}`}>${shown(text)}</text>`.replace(
    ' >',
    '>',
  );
