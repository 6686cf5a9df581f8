import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { computeReport } from '../../../runner/report/kinds/table/report-table.ts';
import { tableText } from '../../../runner/report/kinds/table/table-text.ts';
import { renderLatex, renderLatexFigure } from '../../../runner/report/render-latex.ts';
import { latexProblems } from '../../util/latex.ts';
import { skipAll } from '../../util/skip-all.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';
import { awkwardInput, sampleInput } from './sample-report.ts';

const special = 'a|b & c_d, "e" #1 {x} ~^\\ <>';
const inputs = [
  ['an ordinary report', sampleInput] as const,
  ['awkward names', awkwardInput(special)] as const,
];
const ascii = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i));

describe('what is written', () => {
  it.each(inputs)('is LaTeX: %s', (_, input) => {
    const text = tableText(computeReport(input));
    expect(latexProblems(renderLatex(input.name, text))).toEqual([]);
    expect(latexProblems(renderLatexFigure(input.name, input.name, text))).toEqual([]);
  });

  it.each([
    ...ascii,
    ...ascii.map((character) => `\\${character}`),
    '%%',
    '$x$',
    '}{',
    '\\\\',
    '\\end{tabular}',
  ])('is LaTeX whatever a name holds: %j', (name) => {
    const text = tableText(computeReport(awkwardInput(`x${name}y`)));
    expect(latexProblems(renderLatex(name, text))).toEqual([]);
    expect(latexProblems(renderLatexFigure(sampleInput.name, name, text))).toEqual([]);
  });

  it.each([
    ['a & b', 'line 1: & outside a table'],
    ['a\n#1', 'line 2: # is not escaped'],
    ['a_b', 'line 1: _ is not escaped'],
    ['50 % of\n{', 'line 2: { is not closed'],
    ['{a', 'line 1: { is not closed'],
    ['a}', 'line 1: { closes nothing'],
    ['\\foo', 'line 1: \\foo is not known'],
    ['2 \\pm 1', 'line 1: \\pm outside $'],
    ['$2', 'line 1: a $ is not closed'],
    ['\\caption x', 'line 1: \\caption has no argument'],
    ['\\begin{table}\\end{figure}', 'line 1: figure closes table'],
    ['\\begin{tabular}{lr}\na \\\\\n\\end{tabular}', 'line 2: 1 cells in a row of 2 columns'],
  ])('is looked at: %j is refused', (text, problem) => {
    expect(latexProblems(text)).toEqual([problem]);
  });
});

const hasLatex = spawnSync('pdflatex', ['--version']).status === 0;

describe('pdflatex', () => {
  skipAll(hasLatex ? undefined : 'needs pdflatex');

  it.each(inputs)('compiles %s', (_, input) => {
    const folder = temporaryFolder();
    const table = renderLatex(input.name, tableText(computeReport(input)));
    const lines = [
      '\\documentclass{article}',
      '\\usepackage{booktabs}',
      '\\begin{document}',
      table,
      '\\end{document}',
    ];
    writeFileSync(join(folder, 'paper.tex'), lines.join('\n'));
    const run = spawnSync('pdflatex', ['-halt-on-error', '-interaction=nonstopmode', 'paper.tex'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(run.status, run.stdout).toBe(0);
  });
});
