/** A report for a paper. Needs `\usepackage{booktabs}`. */
import type { ReportTable } from './report-table.ts';
import { type TableText, type TextCell, tableText } from './table-text.ts';

export function renderLatex(table: ReportTable): string {
  const text = tableText(table);
  const columns = text.header.map(({ align }) => (align === 'left' ? 'l' : 'r')).join('');
  return [
    '\\begin{table}',
    '  \\centering',
    `  \\caption{${caption(text)}}`,
    `  \\label{tab:${table.name.replace(/[^A-Za-z0-9.-]/g, '-')}}`,
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
  text
    .replace(/[\\~^±–<>|"&%$#_{}]/g, (character) => replacements[character] ?? `\\${character}`)
    .replace(/\s+/g, ' ');
