/** A traced cell for people: a block for each job, with the commands that show more of it. */
import { durationText } from '../log/duration.ts';
import { counted } from '../util/counted.ts';
import { textTable } from '../util/text-table.ts';
import { ruleText, valueText } from './job-content.ts';
import type { CellTrace, TracedJob, TracedResult, TracedSelection } from './trace-cell.ts';
import { sparkline, type TrajectorySeries } from './trajectory-series.ts';

/** The experiment of a cell. */
export interface TraceSubject {
  /** Id, profile and overrides. */
  readonly call: string;
  /** Whether there is a lock, which makes it one that can be rerun. */
  readonly isLocked: boolean;
}

export function traceText(trace: CellTrace, subject: TraceSubject): string {
  const blocks = trace.jobs.map((job) => jobText(job, trace));
  return `${[headText(trace, subject), ...blocks, rerunText(subject)].join('\n')}`;
}

function headText({ cell, summary, jobs }: CellTrace, { call }: TraceSubject): string {
  const { report, title, row, column } = cell;
  const values = jobs.flatMap(({ label, value }) =>
    value === null || column.info === null ? [] : [['', label, valueText(value, column.info)]],
  );
  const head = textTable([
    ['experiment', call],
    ['report', `${report}: ${title}`],
    ['row', row],
    ['column', `${column.label} (${column.name})`],
    ...(summary === null ? [] : [['cell', summaryText(summary, cell)]]),
  ]);
  return `${head}${textTable(values)}`;
}

function summaryText(
  summary: NonNullable<CellTrace['summary']>,
  { jobs, column: { info, shows } }: CellTrace['cell'],
): string {
  const { n, std } = summary;
  const shown = shows.flatMap((show) => {
    const value = summary[show];
    if (value === null || info === null) return [];
    const spread =
      show !== 'mean' || std === null ? '' : `, sample standard deviation ${valueText(std, info)}`;
    return [`${show} ${valueText(value, info)}${spread}`];
  });
  if (shown.length === 0) return `no value of ${jobs.length} jobs`;
  const lacking = n === jobs.length ? '' : `, of ${jobs.length} jobs`;
  return `${shown.join(', ')}, n = ${n}${lacking}`;
}

function jobText(job: TracedJob, { cell }: CellTrace): string {
  const { label, seed, kind, value, from, result, failure } = job;
  const { info } = cell.column;
  const rows = [
    ['', 'job', kind === 'select' ? kind : `${kind}, seed ${seed}`],
    ...(value === null || info === null ? [] : [['', 'value', valueText(value, info)]]),
    ['', 'status', statusText(job)],
    ...(failure === null ? [] : failureRows(failure)),
    ...(from === null ? [] : [['', 'trains', `${from.file} of ${from.label}`]]),
    ...(result === null ? [] : resultRows(result)),
  ];
  return `${label}\n${textTable(rows)}`;
}

const failureRows = ({ key, message }: NonNullable<TracedJob['failure']>): string[][] => [
  ['', 'because', message.replaceAll(/\n\s*/g, '; ')],
  ['', 'key', key],
  ['', 'see', `reprise show ${key.slice(0, 12)}`],
];

function statusText({ state, asLocked }: TracedJob): string {
  const lock = asLocked === null ? '' : asLocked ? ', as locked' : ', other than locked';
  switch (state) {
    case 'current':
      return `in the store${lock}`;
    case 'earlier':
      return `in the store, of other code, data or settings than those of this folder${lock}`;
    case 'failed':
      return 'failed when it ran last';
    case 'absent':
      return 'not computed';
    default:
      return state satisfies never;
  }
}

function resultRows(result: TracedResult): string[][] {
  const { key, artifactId, commit, dirty, data, computedAt, wallMs, selection, series } = result;
  return [
    ['', 'key', key],
    ['', 'artifact', artifactId],
    ['', 'commit', dirty ? `${commit}, with uncommitted changes` : commit],
    ['', 'data', data ?? 'generated'],
    ['', 'computed', `${computedAt}, ${durationText(wallMs)}`],
    ...(selection === null ? [] : selectionRows(selection)),
    ...(result.trials === null ? [] : [['', 'trials', trialsText(result.trials)]]),
    ...series.map((one) => ['', 'curve', seriesText(one)]),
    ...(result.architecture === null ? [] : [['', 'architecture', result.architecture]]),
    ...Object.entries(result.outputs).map(([name, digest]) => ['', 'output', `${digest}  ${name}`]),
    ...commandsOf(result).map((command) => ['', 'see', command]),
  ];
}

const selectionRows = (selection: TracedSelection): string[][] => [
  ['', 'rule', ruleText(selection)],
  ...selection.candidates.map(({ seed, value, kept, label }) => [
    '',
    kept ? 'winner' : 'loser',
    `${label ?? `seed ${seed}`}  ${shortNumber(value)}`,
  ]),
];

const trialsText = ({ count, best, field }: NonNullable<TracedResult['trials']>): string =>
  best === null ? String(count) : `${count}, lowest ${field} ${shortNumber(best)}`;

function seriesText({ phase, field, values, best }: TrajectorySeries): string {
  const [first = 0] = values;
  const last = values.at(-1) ?? first;
  const where = values.length === 1 ? '' : `, lowest ${shortNumber(best.value)} in line ${best.line}`;
  const ends = values.length === 1 ? shortNumber(first) : `${shortNumber(first)} -> ${shortNumber(last)}`;
  return `${phase === null ? '' : `${phase}: `}${field}  ${sparkline(values)}  ${ends} in ${counted(values.length, 'line')}${where}`;
}

const shortNumber = (value: number): string => String(Number(value.toPrecision(4)));

function commandsOf({ key, outputs, series }: TracedResult): readonly string[] {
  const short = key.slice(0, 12);
  const hasArchitecture = ['architecture.json', 'architecture-0.json'].some((name) =>
    Object.hasOwn(outputs, name),
  );
  return [
    `reprise show ${short}`,
    ...(series.length === 0 ? [] : [`reprise cat ${short} trajectory.jsonl`]),
    ...(hasArchitecture ? [`reprise arch ${short} --svg architecture.svg`] : []),
  ];
}

function rerunText({ call, isLocked }: TraceSubject): string {
  return isLocked
    ? `rerun: \`reprise rerun ${call}\` computes all of it from nothing and compares every digest\n`
    : `rerun: there is no lock of it yet; \`reprise run ${call}\` on a committed tree writes one\n`;
}
