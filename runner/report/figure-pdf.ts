/**
 * A drawn figure as PDF, for papers: the same shapes, with the letters that it uses embedded, as publishers ask for.
 * Loaded only when there is a figure.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import SVGtoPDF from 'svg-to-pdfkit';

const find = createRequire(import.meta.url).resolve;
/** Has the widths of Helvetica and Arial, for which the figure was laid out. */
const face = (name: string): string => find(`@expo-google-fonts/arimo/${name}.ttf`);

/** A pattern without gaps, which is a solid line, and which PDF does not know. */
const solid = / stroke-dasharray="1,0"/g;

/** @param svg as `drawFigure` gives it: its size stands in pixels, which become points. */
export async function figurePdf(svg: string, title: string): Promise<Uint8Array> {
  const size = /^<svg [^>]*\bwidth="([\d.]+)" height="([\d.]+)"/.exec(svg);
  if (size === null) throw new Error('Internal error: a drawn figure has no size');
  const [regular, bold] = [face('400Regular/Arimo_400Regular'), face('700Bold/Arimo_700Bold')];
  const document = new PDFDocument({
    size: [Number(size[1]), Number(size[2])],
    margin: 0,
    font: regular,
    // The same figure, the same file: no time of day.
    info: { Title: title, Creator: 'Reprise', Producer: 'Reprise', CreationDate: new Date(0) },
  });
  document.registerFont('regular', readFileSync(regular)).registerFont('bold', readFileSync(bold));
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    document.on('end', resolve);
    document.on('error', reject);
  });
  SVGtoPDF(document, svg.replace(solid, ''), 0, 0, {
    assumePt: true,
    fontCallback: (_family, isBold) => (isBold ? 'bold' : 'regular'),
  });
  document.end();
  await ended;
  return Buffer.concat(chunks);
}
