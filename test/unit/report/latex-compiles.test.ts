import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderLatex } from '../../../runner/report/render-latex.ts';
import { computeReport } from '../../../runner/report/report-table.ts';
import { tableText } from '../../../runner/report/table-text.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';
import { awkwardInput, sampleInput } from './sample-report.ts';

const hasLatex = spawnSync('pdflatex', ['--version']).status === 0;

describe.skipIf(!hasLatex)(`pdflatex${hasLatex ? '' : ' (skipped: it is not installed)'}`, () => {
  it.each([
    ['an ordinary report', sampleInput],
    ['awkward names', awkwardInput('a|b & c_d, "e" #1 {x} ~^\\ <>')],
  ])('compiles %s', (_, input) => {
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
