import { describe, expect, it } from 'vitest';
import { computeReport } from '../../../runner/report/kinds/table/report-table.ts';
import { renderCsv } from '../../../runner/report/kinds/table/table-csv.ts';
import { renderJson } from '../../../runner/report/kinds/table/table-data.ts';
import { renderProvenance } from '../../../runner/report/kinds/table/table-provenance.ts';
import { tableText } from '../../../runner/report/kinds/table/table-text.ts';
import { renderLatex } from '../../../runner/report/render-latex.ts';
import { renderMarkdown } from '../../../runner/report/render-markdown.ts';
import { renderText } from '../../../runner/report/render-text.ts';
import { awkwardInput, sampleInput } from './sample-report.ts';

const table = computeReport(sampleInput);

const awkwardTable = computeReport(awkwardInput('a|b & c_d, "e" #1 {x} ~^\\ 日本'));

describe('a report', () => {
  it('in Markdown', () => {
    expect(renderMarkdown(tableText(table))).toMatchInlineSnapshot(`
      "# Test error of the selected cells

      | Method | Seed set | Best test error (%) |   published |    Test error (%) |          published | Parameters (M) | published | Search cost (T mult-adds) |
      | ------ | -------- | ------------------: | ----------: | ----------------: | -----------------: | -------------: | --------: | ------------------------: |
      | rsws   | first    |          2.71 (n=3) | 2.71 (n=10) | 2.85 ± 0.15 (n=3) | 2.85 ± 0.08 (n=10) |    4.312 (n=1) |       4.3 |  2000.000 ± 707.107 (n=2) |
      | random | second   |               – [1] |           – |    3.25 (n=1) [2] |                  – |          – [1] |         – |                     – [3] |

      - [1] failed jobs: 1 of 1 (seed 101)
      - [2] failed jobs: 1 of 3 (seed 101); jobs not run: 1 of 3 (seed 103)
      - [3] no job of this row measures it
      - a ± s (n=k): mean and sample standard deviation (denominator n - 1) of k values, one for each seed
      - Best test error (%): the lowest of n values
      - published: as printed in the paper, on its data and at its budget; not computed here
      - no mean is in bold, since in no column one beats that of each other row on the seeds that they share (exact sign test, at most 5 % error in a column)
      "
    `);
  });
  it('in plain text', () => {
    expect(renderText(tableText(table))).toMatchInlineSnapshot(`
      "Test error of the selected cells

      Method  Seed set  Best test error (%)    published     Test error (%)           published  Parameters (M)  published  Search cost (T mult-adds)
      ------  --------  -------------------  -----------  -----------------  ------------------  --------------  ---------  -------------------------
      rsws    first              2.71 (n=3)  2.71 (n=10)  2.85 ± 0.15 (n=3)  2.85 ± 0.08 (n=10)     4.312 (n=1)        4.3   2000.000 ± 707.107 (n=2)
      random  second                  – [1]            –     3.25 (n=1) [2]                   –           – [1]          –                      – [3]

      [1] failed jobs: 1 of 1 (seed 101)
      [2] failed jobs: 1 of 3 (seed 101); jobs not run: 1 of 3 (seed 103)
      [3] no job of this row measures it
      a ± s (n=k): mean and sample standard deviation (denominator n - 1) of k values, one for each seed
      Best test error (%): the lowest of n values
      published: as printed in the paper, on its data and at its budget; not computed here
      "
    `);
  });
  it('in a narrow terminal', () => {
    expect(renderText(tableText(table), 60)).toMatchInlineSnapshot(`
      "Test error of the selected cells

      Method                     rsws
      Seed set                   first
      Best test error (%)        2.71 (n=3)
      published                  2.71 (n=10)
      Test error (%)             2.85 ± 0.15 (n=3)
      published                  2.85 ± 0.08 (n=10)
      Parameters (M)             4.312 (n=1)
      published                  4.3
      Search cost (T mult-adds)  2000.000 ± 707.107 (n=2)

      Method                     random
      Seed set                   second
      Best test error (%)        – [1]
      published                  –
      Test error (%)             3.25 (n=1) [2]
      published                  –
      Parameters (M)             – [1]
      published                  –
      Search cost (T mult-adds)  – [3]

      [1] failed jobs: 1 of 1 (seed 101)
      [2] failed jobs: 1 of 3 (seed 101); jobs not run: 1 of 3 (seed 103)
      [3] no job of this row measures it
      a ± s (n=k): mean and sample standard deviation (denominator n - 1) of k values, one for each seed
      Best test error (%): the lowest of n values
      published: as printed in the paper, on its data and at its budget; not computed here
      "
    `);
  });
  it('in LaTeX', () => {
    expect(renderLatex(table.name, tableText(table))).toMatchInlineSnapshot(`
      "\\begin{table}
        \\centering
        \\caption{Test error of the selected cells}
        \\label{tab:table5}
        \\begin{tabular}{llrrrrrrr}
          \\toprule
          Method & Seed set & Best test error (\\%) & published & Test error (\\%) & published & Parameters (M) & published & Search cost (T mult-adds) \\\\
          \\midrule
          rsws & first & 2.71 (n=3) & 2.71 (n=10) & 2.85 $\\pm$ 0.15 (n=3) & 2.85 $\\pm$ 0.08 (n=10) & 4.312 (n=1) & 4.3 & 2000.000 $\\pm$ 707.107 (n=2) \\\\
          random & second & --\\textsuperscript{1} & -- & 3.25 (n=1)\\textsuperscript{2} & -- & --\\textsuperscript{1} & -- & --\\textsuperscript{3} \\\\
          \\bottomrule
        \\end{tabular}
        \\par\\footnotesize \\textsuperscript{1} failed jobs: 1 of 1 (seed 101).
        \\par\\footnotesize \\textsuperscript{2} failed jobs: 1 of 3 (seed 101); jobs not run: 1 of 3 (seed 103).
        \\par\\footnotesize \\textsuperscript{3} no job of this row measures it.
        \\par\\footnotesize a $\\pm$ s (n=k): mean and sample standard deviation (denominator n - 1) of k values, one for each seed.
        \\par\\footnotesize Best test error (\\%): the lowest of n values.
        \\par\\footnotesize published: as printed in the paper, on its data and at its budget; not computed here.
        \\par\\footnotesize no mean is in bold, since in no column one beats that of each other row on the seeds that they share (exact sign test, at most 5 \\% error in a column).
      \\end{table}
      "
    `);
  });
  it('in CSV', () => {
    expect(renderCsv(table)).toMatchInlineSnapshot(`
      "row,method,seedSet,column,metric,stage,show,unit,n,mean,std,best,median,worst,publishedN,publishedMean,publishedStd,publishedBest,publishedNote,missing,dirty
      rsws,rsws,first,Best test error,test.errorPercent,evaluate,best,%,3,2.85,0.14525839046333952,2.71,2.84,3,10,2.85,0.08,2.71,,0,
      rsws,rsws,first,Test error,test.errorPercent,evaluate,mean,%,3,2.85,0.14525839046333952,2.71,2.84,3,10,2.85,0.08,2.71,,0,
      rsws,rsws,first,Parameters,model.parameters,evaluate,mean,M,1,4.312345,,4.312345,4.312345,4.312345,,4.3,,,,0,
      rsws,rsws,first,Search cost,cost.multiplyAdds,search,mean,T mult-adds,2,2000,707.1067811865474,1500,2000,2500,,,,,,0,
      random,random,second,Best test error,test.errorPercent,evaluate,best,%,0,,,,,,,,,,,1,
      random,random,second,Test error,test.errorPercent,evaluate,mean,%,1,3.25,,3.25,3.25,3.25,,,,,,2,
      random,random,second,Parameters,model.parameters,evaluate,mean,M,0,,,,,,,,,,,1,
      random,random,second,Search cost,cost.multiplyAdds,search,mean,T mult-adds,0,,,,,,,,,,,0,
      "
    `);
  });
  it('in JSON', () => {
    expect(renderJson(table)).toMatchInlineSnapshot(`
      "{"columns":[{"goal":"minimize","label":"Best test error","metric":"test.errorPercent","scale":1,"show":"best","stage":"evaluate","unit":"%"},{"goal":"minimize","label":"Test error","metric":"test.errorPercent","scale":1,"show":"mean","stage":"evaluate","unit":"%"},{"goal":"minimize","label":"Parameters","metric":"model.parameters","scale":0.000001,"show":"mean","stage":"evaluate","unit":"M"},{"goal":"minimize","label":"Search cost","metric":"cost.multiplyAdds","scale":1e-12,"show":"mean","stage":"search","unit":"T mult-adds"}],"formatVersion":1,"kind":"table","name":"table5","rows":[{"cells":[{"best":2.71,"mean":2.85,"median":2.84,"missing":[],"n":3,"published":{"best":2.71,"mean":2.85,"n":10,"std":0.08},"std":0.14525839046333952,"values":[{"jobKey":"c4a9b8658b5e5e090ca06d21c4c4a2b7a54f5e23b5ce8e030559d660ec599910","seed":1,"seedSet":"first","value":2.71},{"jobKey":"a716550b9b88eb3bb2f134230fdebf8c5519d80d6944ef7be643a027ee33fa85","seed":2,"seedSet":"first","value":3},{"jobKey":"884de1785ca28d30351bf8cbad6e3178fe590f78a21eec00782f658f4e0399db","seed":3,"seedSet":"first","value":2.84}],"worst":3},{"best":2.71,"mean":2.85,"median":2.84,"missing":[],"n":3,"published":{"best":2.71,"mean":2.85,"n":10,"std":0.08},"std":0.14525839046333952,"values":[{"jobKey":"c4a9b8658b5e5e090ca06d21c4c4a2b7a54f5e23b5ce8e030559d660ec599910","seed":1,"seedSet":"first","value":2.71},{"jobKey":"a716550b9b88eb3bb2f134230fdebf8c5519d80d6944ef7be643a027ee33fa85","seed":2,"seedSet":"first","value":3},{"jobKey":"884de1785ca28d30351bf8cbad6e3178fe590f78a21eec00782f658f4e0399db","seed":3,"seedSet":"first","value":2.84}],"worst":3},{"best":4312345,"mean":4312345,"median":4312345,"missing":[],"n":1,"published":{"mean":4.3},"std":null,"values":[{"jobKey":"a402ccb66409f3e359504093ca9ae80c15e66dbee7fe44479f2d9d27f1aad4fd","seed":1,"seedSet":"first","value":4312345}],"worst":4312345},{"best":1500000000000000,"mean":2000000000000000,"median":2000000000000000,"missing":[],"n":2,"published":null,"std":707106781186547.5,"values":[{"jobKey":"6cbdaef23ba0a75c19e5682a86860fcadd5277e1289e3358fc4d74d8c23de94e","seed":1,"seedSet":"first","value":1500000000000000},{"jobKey":"3910488619d11098def2307be94900b048d4040d7989fe76814d95617bcad32b","seed":2,"seedSet":"first","value":2500000000000000}],"worst":2500000000000000}],"label":"rsws","method":"rsws","seedSet":"first"},{"cells":[{"best":null,"mean":null,"median":null,"missing":[{"reason":"failed","seed":101,"seedSet":"second"}],"n":0,"published":null,"std":null,"values":[],"worst":null},{"best":3.25,"mean":3.25,"median":3.25,"missing":[{"reason":"failed","seed":101,"seedSet":"second"},{"reason":"not-run","seed":103,"seedSet":"second"}],"n":1,"published":null,"std":null,"values":[{"jobKey":"2a61d04b0258783a1a05aa7d16663d8c442aa9f72cf8e1dd4ace76476bc164c8","seed":102,"seedSet":"second","value":3.25}],"worst":3.25},{"best":null,"mean":null,"median":null,"missing":[{"reason":"failed","seed":101,"seedSet":"second"}],"n":0,"published":null,"std":null,"values":[],"worst":null},{"best":null,"mean":null,"median":null,"missing":[],"n":0,"published":null,"std":null,"values":[],"worst":null}],"label":"random","method":"random","seedSet":"second"}],"rowsAre":"method-by-seed-set","title":"Test error of the selected cells"}
      "
    `);
  });
  it('as provenance', () => {
    expect(renderProvenance(table)).toMatchInlineSnapshot(`
      "{"cells":[{"metric":"test.errorPercent","row":"rsws","rowSeedSet":"first","show":"best","stage":"evaluate","values":[{"artifactId":"220f529d4e7145376f45d1d396d98022fdf74c76626169a3aa512086e458943f","commit":"cccccccccccccccccccccccccccccccccccccccc","dirty":false,"jobKey":"c4a9b8658b5e5e090ca06d21c4c4a2b7a54f5e23b5ce8e030559d660ec599910","seed":1,"seedSet":"first"},{"artifactId":"058bd6a38dd796ce7cc22b287749b41b9af3f8551eebb74dc27a06ca319e7f74","commit":"cccccccccccccccccccccccccccccccccccccccc","dirty":false,"jobKey":"a716550b9b88eb3bb2f134230fdebf8c5519d80d6944ef7be643a027ee33fa85","seed":2,"seedSet":"first"},{"artifactId":"1101a0840076da23d553cf34c5ab5b949026dcd26dc9bbb4c110433962c3f556","commit":"cccccccccccccccccccccccccccccccccccccccc","dirty":false,"jobKey":"884de1785ca28d30351bf8cbad6e3178fe590f78a21eec00782f658f4e0399db","seed":3,"seedSet":"first"}]},{"metric":"test.errorPercent","row":"rsws","rowSeedSet":"first","show":"mean","stage":"evaluate","values":[{"artifactId":"220f529d4e7145376f45d1d396d98022fdf74c76626169a3aa512086e458943f","commit":"cccccccccccccccccccccccccccccccccccccccc","dirty":false,"jobKey":"c4a9b8658b5e5e090ca06d21c4c4a2b7a54f5e23b5ce8e030559d660ec599910","seed":1,"seedSet":"first"},{"artifactId":"058bd6a38dd796ce7cc22b287749b41b9af3f8551eebb74dc27a06ca319e7f74","commit":"cccccccccccccccccccccccccccccccccccccccc","dirty":false,"jobKey":"a716550b9b88eb3bb2f134230fdebf8c5519d80d6944ef7be643a027ee33fa85","seed":2,"seedSet":"first"},{"artifactId":"1101a0840076da23d553cf34c5ab5b949026dcd26dc9bbb4c110433962c3f556","commit":"cccccccccccccccccccccccccccccccccccccccc","dirty":false,"jobKey":"884de1785ca28d30351bf8cbad6e3178fe590f78a21eec00782f658f4e0399db","seed":3,"seedSet":"first"}]},{"metric":"model.parameters","row":"rsws","rowSeedSet":"first","show":"mean","stage":"evaluate","values":[{"artifactId":"ebc9bd8cf281ee7f2a862a4c1b12e0b9fbf40d3d5aa020f33ba1ff5b21fd2a85","commit":"cccccccccccccccccccccccccccccccccccccccc","dirty":false,"jobKey":"a402ccb66409f3e359504093ca9ae80c15e66dbee7fe44479f2d9d27f1aad4fd","seed":1,"seedSet":"first"}]},{"metric":"cost.multiplyAdds","row":"rsws","rowSeedSet":"first","show":"mean","stage":"search","values":[{"artifactId":"4159b3b80e07efaf58c05fea0b6781c8b324867ebc1ba8edce0ac71483cc39ec","commit":"cccccccccccccccccccccccccccccccccccccccc","dirty":false,"jobKey":"6cbdaef23ba0a75c19e5682a86860fcadd5277e1289e3358fc4d74d8c23de94e","seed":1,"seedSet":"first"},{"artifactId":"12edc56995e38b724748c37fc76c6905cfec68f3669f264b1e8db33cce67b067","commit":"cccccccccccccccccccccccccccccccccccccccc","dirty":false,"jobKey":"3910488619d11098def2307be94900b048d4040d7989fe76814d95617bcad32b","seed":2,"seedSet":"first"}]},{"metric":"test.errorPercent","row":"random","rowSeedSet":"second","show":"best","stage":"evaluate","values":[]},{"metric":"test.errorPercent","row":"random","rowSeedSet":"second","show":"mean","stage":"evaluate","values":[{"artifactId":"9b983459804cb55726719498814e0ef0b105ba0bc8534c1145509378c92a12bc","commit":"cccccccccccccccccccccccccccccccccccccccc","dirty":false,"jobKey":"2a61d04b0258783a1a05aa7d16663d8c442aa9f72cf8e1dd4ace76476bc164c8","seed":102,"seedSet":"second"}]},{"metric":"model.parameters","row":"random","rowSeedSet":"second","show":"mean","stage":"evaluate","values":[]},{"metric":"cost.multiplyAdds","row":"random","rowSeedSet":"second","show":"mean","stage":"search","values":[]}],"dirty":false,"formatVersion":1,"name":"table5"}
      "
    `);
  });
});

describe('a report from a dirty tree, with awkward names', () => {
  it('in Markdown', () => {
    expect(renderMarkdown(tableText(awkwardTable))).toMatchInlineSnapshot(`
      "# 50% of \\| R&D\\_2 "quoted"

      **dirty: computed from an uncommitted tree**

      | Method                             | Seen, in all (best, n=2) |
      | ---------------------------------- | -----------------------: |
      | a\\|b & c\\_d, "e" \\#1 {x} ~^\\\\ 日本 |                       15 |

      - Seen, in all (best): the highest of n values
      "
    `);
  });
  it('in plain text', () => {
    expect(renderText(tableText(awkwardTable))).toMatchInlineSnapshot(`
      "50% of | R&D_2 "quoted"
      dirty: computed from an uncommitted tree

      Method                          Seen, in all (best, n=2)
      ------------------------------  ------------------------
      a|b & c_d, "e" #1 {x} ~^\\ 日本                        15

      Seen, in all (best): the highest of n values
      "
    `);
  });
  it('in LaTeX', () => {
    expect(renderLatex(awkwardTable.name, tableText(awkwardTable))).toMatchInlineSnapshot(`
      "\\begin{table}
        \\centering
        \\caption{50\\% of \\textbar{} R\\&D\\_2 ''quoted'' \\textbf{(dirty: computed from an uncommitted tree)}}
        \\label{tab:odd-names}
        \\begin{tabular}{lr}
          \\toprule
          Method & Seen, in all (best, n=2) \\\\
          \\midrule
          a\\textbar{}b \\& c\\_d, ''e'' \\#1 \\{x\\} \\textasciitilde{}\\textasciicircum{}\\textbackslash{} 日本 & 15 \\\\
          \\bottomrule
        \\end{tabular}
        \\par\\footnotesize Seen, in all (best): the highest of n values.
      \\end{table}
      "
    `);
  });
  it('in CSV', () => {
    expect(renderCsv(awkwardTable)).toMatchInlineSnapshot(`
      "row,method,seedSet,column,metric,stage,show,unit,n,mean,std,best,median,worst,publishedN,publishedMean,publishedStd,publishedBest,publishedNote,missing,dirty
      "a|b & c_d, ""e"" #1 {x} ~^\\ 日本",m,,"Seen, in all",cost.architectures,search,best,,2,13.5,2.1213203435596424,15,13.5,12,,,,,,0,dirty
      "
    `);
  });
});
