/** What a store has of a job, for people: what it measured and chose, what it was computed from, and what it left. */
import { join } from 'node:path';
import type { FailedJob } from '../../schemas/failure.ts';
import type { JobRecord } from '../../schemas/record.ts';
import { durationText } from '../log/duration.ts';
import { failureText } from '../log/failure-text.ts';
import { outputDigests } from '../store/record-file.ts';
import type { Store } from '../store/store.ts';
import { trialsOf } from '../store/trials-of.ts';
import { type JobContent, metricRows, readContent, selectionRows } from '../trace/job-content.ts';
import { textTable } from '../util/text-table.ts';

export function recordText(record: JobRecord, store: Store): string {
  const { material } = record;
  const content = readContent(record, store);
  const outputs = Object.entries(record.outputs).map(([name, { digest, bytes }]) => [
    '',
    name,
    `${bytes} bytes`,
    digest,
  ]);
  const inputs = Object.entries(material.inputs).map(([name, digest]) => ['', name, digest]);
  return [
    headText(record),
    ...contentSections(content),
    ...trialSection(record, store),
    section('inputs', inputs),
    section('outputs', outputs),
    `parameters\n${JSON.stringify(material.parameters, null, 2)}\n`,
  ].join('');
}

function headText(record: JobRecord): string {
  const { material, timing, environment, commit, dirtyPatch, engine } = record;
  return textTable([
    ['label', record.label],
    ['artifact', record.artifactId],
    ['job key', record.key],
    ['kind', material.kind],
    ['seed', String(material.seed)],
    ['commit', dirtyPatch === null ? commit : `${commit} + uncommitted patch ${dirtyPatch}`],
    ['engine', `${engine.name} ${engine.version} (${engine.determinism})`],
    ['data', material.data ?? 'generated'],
    ['computed', `${timing.startedAt}, ${durationText(timing.wallMs)}, attempt ${timing.attempt}`],
    [
      'on',
      `${environment.device}, ${environment.cpu}, ${environment.platform} ${environment.arch}, Node ${environment.node}`,
    ],
  ]);
}

function contentSections({ metrics, selection }: JobContent): string[] {
  return [
    ...(metrics === null ? [] : [section('metrics', metricRows(metrics).map(indented))]),
    ...(selection === null ? [] : [section('selection', selectionRows(selection).map(indented))]),
  ];
}

/** With the keys by which trials are found: one that several searches share bears the label of the first. */
function trialSection(record: JobRecord, store: Store): string[] {
  const trials = trialsOf(outputDigests(record.outputs), store);
  if (trials.length === 0) return [];
  const rows = trials.map(({ trial, key, epochs, architecture }) => [
    '',
    `t${trial}`,
    `${epochs} epochs`,
    `job key ${key.slice(0, 12)}`,
    `architecture ${architecture.slice(0, 12)}`,
  ]);
  return [section('trials', rows)];
}

const indented = (row: readonly string[]): string[] => ['', ...row];

const section = (title: string, rows: readonly (readonly string[])[]): string =>
  `${title}\n${textTable(rows)}`;

export function failedJobText(failed: FailedJob, store: Store): string {
  const { label, key, at, runId, failure, log, progress, output } = failed;
  const kept = [output, progress].flatMap((path) => path ?? []).map((path) => join(store.root, path));
  return [
    textTable([
      ['label', label],
      ['job key', key],
      ['failed', at],
      ['in run', runId],
      ['because', failureText(failure).replace(/\n\s*/g, '; ')],
      ['kept', kept.join(', ') || 'nothing'],
    ]),
    log === '' ? '' : `end of its log\n${log.trimEnd()}\n`,
  ].join('');
}
