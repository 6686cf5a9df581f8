/** The files that reports have, by name: those of tables, and those of figures. */
import type { Drawable } from './figure.ts';
import { renderLatex, renderLatexFigure } from './render-latex.ts';
import { renderMarkdown } from './render-markdown.ts';
import { renderText } from './render-text.ts';
import type { TableText } from './text-table.ts';

export interface ReportFiles {
  /** The report for a terminal. */
  readonly terminal: string;
  /** File name to content. Equal results from a clean tree give equal bytes, whatever the commit. */
  readonly results: Readonly<Record<string, string>>;
  /** File name to content; names commits and artifacts, so it belongs into no lock. */
  readonly provenance: Readonly<Record<string, string>>;
  /**
   * Drawings for papers, by file name, each made when it is asked for: a page needs none. Their bytes depend on what
   * compresses them, so they belong into no lock.
   */
  readonly drawings: Readonly<Record<string, () => Promise<Uint8Array>>>;
}

/** Whether a file of a report is among its results, by its name; the functions below give them. */
export const isResultFile = (file: string): boolean =>
  /\.(?:csv|json|md|svg|tex)$/.test(file) && !file.endsWith('.provenance.json');

/** Tells a report apart from all others. */
export interface ReportName {
  /** Id of the manifest. */
  readonly experiment: string;
  /** Name within the manifest; the stem of the files. */
  readonly name: string;
}

/** What stands in the files that are not text for people. */
interface Data {
  readonly csv: string;
  readonly json: string;
  readonly provenance: string;
}

export function tableFiles(
  { experiment, name }: ReportName,
  text: TableText,
  { csv, json, provenance }: Data,
): ReportFiles {
  return {
    terminal: renderText(text),
    results: {
      [`${name}.md`]: renderMarkdown(text),
      [`${name}.csv`]: csv,
      [`${name}.json`]: json,
      [`${name}.tex`]: renderLatex(`${experiment}-${name}`, text),
    },
    provenance: { [`${name}.provenance.json`]: provenance },
    drawings: {},
  };
}

export async function figureFiles(
  report: ReportName,
  text: TableText,
  { figure, notes }: Drawable,
  data: Data,
): Promise<ReportFiles> {
  const { drawFigure } = await import('./draw-figure.ts');
  const whole = { ...text, notes: [...text.notes, ...notes] };
  const svg = await drawFigure(figure);
  return pictureFiles(report, whole, { svg, title: figure.title, drawings: {} }, data);
}

interface DrawnPicture {
  readonly svg: string;
  readonly title: string;
  /** Beside the PDF, by file name. */
  readonly drawings: ReportFiles['drawings'];
}

/** Those of a figure that is drawn already. */
export function pictureFiles(
  { experiment, name }: ReportName,
  text: TableText,
  { svg, title, drawings }: DrawnPicture,
  { csv, json, provenance }: Data,
): ReportFiles {
  return {
    terminal: renderText(text),
    results: {
      [`${name}.svg`]: svg,
      [`${name}.md`]: renderMarkdown(text, `${name}.svg`),
      [`${name}.csv`]: csv,
      [`${name}.json`]: json,
      [`${name}.tex`]: renderLatexFigure(`${name}.pdf`, `${experiment}-${name}`, text),
    },
    provenance: { [`${name}.provenance.json`]: provenance },
    drawings: {
      ...drawings,
      [`${name}.pdf`]: async () => (await import('./figure-pdf.ts')).figurePdf(svg, title),
    },
  };
}
