/** A report for a paper. Needs `\usepackage{booktabs}`. */
import { visibleText } from '../util/visible-text.ts';
import { markupNotes, type TableText, type TextCell } from './text-table.ts';

/** @param label of the report among all reports of a paper. */
export function renderLatex(label: string, text: TableText): string {
  const columns = text.header.map(({ align }) => (align === 'left' ? 'l' : 'r')).join('');
  return [
    '\\begin{table}',
    '  \\centering',
    `  \\caption{${caption(text)}}`,
    `  \\label{tab:${labelOf(label)}}`,
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

/** A figure for a paper. @param file name of the PDF beside it */
export function renderLatexFigure(file: string, label: string, text: TableText): string {
  return [
    '% Needs \\usepackage{graphicx}.',
    '\\begin{figure}',
    '  \\centering',
    `  \\includegraphics[width=\\linewidth]{${file}}`,
    `  \\caption{${caption(text)}}`,
    `  \\label{fig:${labelOf(label)}}`,
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

const labelOf = (label: string): string => label.replace(/[^A-Za-z0-9.-]/g, '-');

const caption = ({ title, warning }: TableText): string =>
  warning === null ? escapeLatex(title) : `${escapeLatex(title)} \\textbf{(${escapeLatex(warning)})}`;

const notes = (text: TableText): readonly string[] =>
  [
    ...text.marked.map((note, i) => `${superscript(i + 1)} ${escapeLatex(note)}`),
    ...markupNotes(text).map(escapeLatex),
  ].map((note) => `  \\par\\footnotesize ${note}.`);

function cellText({ text, mark, bold }: TextCell): string {
  const shown = bold ? `\\textbf{${escapeLatex(text)}}` : escapeLatex(text);
  return mark === null ? shown : `${shown}${superscript(mark)}`;
}

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
