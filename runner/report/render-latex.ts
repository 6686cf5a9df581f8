/** A report for a paper. Needs `\usepackage{booktabs}`. */
import { visibleText } from '../util/visible-text.ts';
import type { TableText, TextCell } from './text-table.ts';

/** @param name the stem of the report's files, which becomes the label. */
export function renderLatex(name: string, text: TableText): string {
  const columns = text.header.map(({ align }) => (align === 'left' ? 'l' : 'r')).join('');
  return [
    '\\begin{table}',
    '  \\centering',
    `  \\caption{${caption(text)}}`,
    `  \\label{tab:${labelOf(name)}}`,
    `  \\begin{tabular}{${columns}}`,
    '    \\toprule',
    `    ${text.header.map((column) => escapeLatex(column.text)).join(' & ')} \\\\`,
    '    \\midrule',
    ...text.rows.map((cells) => `    ${cells.map(cellText).join(' & ')} \\\\`),
    '    \\bottomrule',
    '  \\end{tabular}',
    ...notes(text),
    '\\end{table}',
    '',
  ].join('\n');
}

/** A figure for a paper. LaTeX reads no SVG by itself; the package `svg` has Inkscape convert it. */
export function renderLatexFigure(name: string, text: TableText): string {
  return [
    '% Needs \\usepackage{svg}, Inkscape and --shell-escape; or convert the file and use \\includegraphics.',
    '\\begin{figure}',
    '  \\centering',
    `  \\includesvg[width=\\linewidth]{${name}}`,
    `  \\caption{${caption(text)}}`,
    `  \\label{fig:${labelOf(name)}}`,
    ...[...rowNotes(text), ...text.notes].map((note) => `  \\par\\footnotesize ${escapeLatex(note)}.`),
    '\\end{figure}',
    '',
  ].join('\n');
}

/** The marked notes, which have no cell to stand at, each with its row. */
const rowNotes = ({ rows, marked }: TableText): string[] =>
  rows.flatMap((cells) => {
    const marks = cells.flatMap(({ mark }) => (mark === null ? [] : [mark]));
    return [...new Set(marks)].map((mark) => `${cells[0]?.text ?? ''}: ${marked[mark - 1] ?? ''}`);
  });

const labelOf = (name: string): string => name.replace(/[^A-Za-z0-9.-]/g, '-');

const caption = ({ title, warning }: TableText): string =>
  warning === null ? escapeLatex(title) : `${escapeLatex(title)} \\textbf{(${escapeLatex(warning)})}`;

const notes = ({ marked, notes: general }: TableText): readonly string[] =>
  [...marked.map((note, i) => `${superscript(i + 1)} ${escapeLatex(note)}`), ...general.map(escapeLatex)].map(
    (note) => `  \\par\\footnotesize ${note}.`,
  );

const cellText = ({ text, mark }: TextCell): string =>
  mark === null ? escapeLatex(text) : `${escapeLatex(text)}${superscript(mark)}`;

const superscript = (mark: number): string => `\\textsuperscript{${mark}}`;

const replacements: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '±': '$\\pm$',
  '–': '--',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '"': "''",
};

const escapeLatex = (text: string): string =>
  visibleText(text.replace(/\s+/g, ' ')).replace(
    /[\\~^±–<>|"&%$#_{}]/g,
    (character) => replacements[character] ?? `\\${character}`,
  );
