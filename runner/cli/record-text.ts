/** What a store has of a job, for people: what it measured and chose, what it was computed from, and what it left. */
import { join } from 'node:path';
import type { FailedJob } from '../../schemas/failure.ts';
import type { JobRecord } from '../../schemas/record.ts';
import { durationText } from '../log/duration.ts';
import { failureText } from '../log/failure-text.ts';
import type { Store } from '../store/store.ts';
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

const indented = (row: readonly string[]): string[] => ['', ...row];

const section = (title: string, rows: readonly (readonly string[])[]): string =>
  `${title}\n${textTable(rows)}`;

export function failedJobText({ label, key, at, runId, failure, log, progress }: FailedJob, store: Store) {
  return [
    textTable([
      ['label', label],
      ['job key', key],
      ['failed', at],
      ['in run', runId],
      ['because', failureText(failure).replaceAll('\n', '; ')],
      ['kept', progress === null ? 'nothing' : join(store.root, progress)],
    ]),
    log === '' ? '' : `end of its log\n${log.trimEnd()}\n`,
  ].join('');
}
