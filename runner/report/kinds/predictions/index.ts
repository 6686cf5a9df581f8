/** Images beside their true classes and those that trained networks say. */
import { canonicalJson } from '../../../../schemas/canonical.ts';
import { predictionsName } from '../../../../schemas/predictions.ts';
import { checkStage } from '../../check/stages.ts';
import type { Verdict } from '../../compare/verdict.ts';
import { csvText } from '../../csv-text.ts';
import { pictureFiles, type ReportFiles, tableFiles } from '../../report-files.ts';
import { defineReportKind } from '../../report-kind.ts';
import { gatherPredictions, type PredictionsInput } from './gather-predictions.ts';
import { predictionsData, predictionsJson } from './predictions-data.ts';
import { predictionsSvg } from './predictions-figure.ts';
import { predictionsProblemText } from './predictions-problem.ts';
import { predictionsText } from './predictions-text.ts';
import { predictionsSettings } from './settings.ts';
import { pngOf, sideBySide } from './sheet.ts';

export const predictions = defineReportKind({
  kind: 'predictions',
  title: 'Predictions',
  description:
    'Pictures of a few images that did not train, side by side with their true classes and with those that the network of each method variant says. The networks are those of the lowest seed.',
  settings: predictionsSettings,
  example: { title: 'Images and what networks see in them', stage: 'evaluate' },
  check: checkStage,
  reads: ({ stage }) => [{ reads: predictionsName, label: 'Predictions', stage, metric: null }],
  gather: gatherPredictions,
  problemText: predictionsProblemText,
  compute: (input: PredictionsInput) => input,
  data: predictionsData,
  files: predictionsFiles,
  compare: ({ rows }, { areBitwise }) => ({
    columns: ['Predictions'],
    rows: rows.map(({ label, jobKeys, missing }) => {
      const verdict: Verdict = areBitwise(jobKeys) ? 'bitwise' : 'differs';
      return { label, verdicts: [missing.length > 0 ? 'missing' : verdict] };
    }),
  }),
});

async function predictionsFiles(input: PredictionsInput, experiment: string): Promise<ReportFiles> {
  const { name, settings, rows } = input;
  const text = predictionsText(input);
  const data = {
    csv: csvText([
      ['row', 'seed', 'seed set', 'job', predictionsName],
      ...rows.map(({ label, shown }) => [label, shown?.seed, shown?.seedSet, shown?.jobKey, shown?.digest]),
    ]),
    json: `${canonicalJson(predictionsJson(input))}\n`,
    provenance: `${canonicalJson(provenanceOf(input))}\n`,
  };
  const shown = rows.flatMap(({ label, shown }) => (shown === null ? [] : [{ label, sheet: shown.sheet }]));
  const [first] = shown;
  if (first === undefined) return tableFiles({ experiment, name }, text, data);
  const pixels = sideBySide(shown.map(({ sheet }) => sheet));
  const png = pngOf(pixels);
  const columns = ['Image', 'Truth', ...shown.map(({ label }) => label)];
  const { title } = settings;
  const svg = predictionsSvg({
    ...{ title, warning: text.warning, columns, legend: first.sheet.legend, pixels, png },
    description: `Images of the ${first.sheet.legend.part} part in columns: ${columns.join(', ')}`,
  });
  return pictureFiles(
    { experiment, name },
    text,
    { svg, title, drawings: { [`${name}.png`]: async () => png } },
    data,
  );
}

/** Which computation each row is of; canonical. */
const provenanceOf = ({ name, rows }: PredictionsInput) => ({
  ...{ formatVersion: 1, name },
  rows: rows.map(({ label, jobs, missing }) => ({
    label,
    jobs: jobs.map((job) => ({ ...job })),
    missing: missing.map(({ seed, seedSet, reason }) => ({ seed, seedSet, reason })),
  })),
});
