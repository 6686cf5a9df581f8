/** The text that goes with a curve: where each line ends, and what the figure shows. */
import { noValue } from '../../number-text.ts';
import { fieldInfo } from '../../settings/label.ts';
import {
  dirtyWarning,
  left,
  markFor,
  missingText,
  plain,
  right,
  sharedCount,
  type TableText,
} from '../../text-table.ts';
import type { Curve, CurveLine } from './curve.ts';

export function curveText(curve: Curve): TableText {
  const { settings, lines, dirty } = curve;
  const marked: string[] = [];
  const band = bandName(settings);
  const counts = lines.map((line) => ({ text: String(line.runs.length), mark: lineMark(line, marked) }));
  const n = sharedCount(counts);
  return {
    title: settings.title,
    header: [
      left('Method'),
      ...(n === null ? [right('Runs')] : []),
      right(`${settings.xLabel}, last`),
      right(`${settings.yLabel}, ${band}${n === null ? '' : ` (n=${n})`}`),
    ],
    rows: lines.map((line, i) => [
      plain(line.label),
      ...(n === null ? counts.slice(i, i + 1) : []),
      ...lastTexts(line, curve).map(plain),
    ]),
    marked,
    notes: notesOf(curve),
    warning: dirty ? dirtyWarning : null,
  };
}

const bandName = ({ aggregate, spread }: Curve['settings']): string => {
  if (aggregate === 'median') return 'median [quartiles]';
  return meanNames[spread];
};

const meanNames: Readonly<Record<Curve['settings']['spread'], string>> = {
  deviation: 'mean ± std',
  'standard-error': 'mean ± standard error',
  interval: 'mean ± half of the 95 % interval',
};

const meanBands: Readonly<Record<Curve['settings']['spread'], string>> = {
  deviation: 'one sample standard deviation (denominator n - 1)',
  'standard-error': 'the standard deviation (denominator n) over the root of n',
  interval: "half of the 95 % interval of the mean by Student's t",
};

const lineMark = ({ runs, missing }: CurveLine, marked: string[]): number | null =>
  missing.length === 0 && runs.length > 0
    ? null
    : markFor(missingText(runs.length, missing, 'jobs without such a trajectory'), marked);

function lastTexts({ points }: CurveLine, { settings }: Curve): readonly string[] {
  const last = points.at(-1);
  if (last === undefined) return [noValue, noValue];
  const { scale = 1 } = fieldInfo(settings.y);
  const text = (value: number | null) => shortText((value ?? 0) * scale);
  const x = shortText(last.x * (fieldInfo(settings.x).scale ?? 1));
  if (last.low === null) return [x, text(last.y)];
  if (settings.aggregate === 'median') return [x, `${text(last.y)} [${text(last.low)}, ${text(last.high)}]`];
  return [x, `${text(last.y)} ± ${text((last.high ?? 0) - last.y)}`];
}

/** Four significant digits; integers in full. A field, unlike a metric, says nothing of its precision. */
const shortText = (value: number): string =>
  Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));

function notesOf({ settings, lines }: Curve): readonly string[] {
  const { stage, phase, x, y, aggregate, spread, bestSoFar, step, window } = settings;
  const what = phase === null ? '' : `, phase ${phase}`;
  const best = bestSoFar === 'off' ? '' : `, the ${bestSoFar} so far`;
  const running = window === undefined ? '' : `, mean of ${window} points in a row`;
  const notes = [
    `x: ${x}; y: ${y}${running}${best}; of the trajectories of stage ${stage}${what}`,
    aggregate === 'mean'
      ? `line: mean of the runs; band: ${meanBands[spread]} to each side`
      : 'line: median of the runs; band: from the first to the third quartile',
  ];
  if (step)
    notes.push('each value holds until the next of its run; a line begins where all its runs have begun');
  for (const [text, labels] of thinLines(lines)) notes.push(`${labels.join(', ')}: ${text}`);
  return notes;
}

/** What to say of lines whose points do not all rest on all runs, with the lines of which it is to be said. */
function thinLines(lines: readonly CurveLine[]): Map<string, string[]> {
  const labels = new Map<string, string[]>();
  for (const { label, points, runs } of lines) {
    const least = Math.min(...points.map(({ n }) => n));
    if (points.length === 0 || least === runs.length) continue;
    const text = `some points rest on ${least} of ${runs.length} runs, since not all have a value there`;
    labels.set(text, [...(labels.get(text) ?? []), label]);
  }
  return labels;
}
