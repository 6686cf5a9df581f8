/** `reprise show <id|artifact>`: a manifest as resolved, or the record behind an artifact, job key, label or object. */
import { join, relative } from 'node:path';
import type { FailedJob } from '../../../schemas/failure.ts';
import type { JobRecord } from '../../../schemas/record.ts';
import { openProjectStore } from '../../experiment/experiment.ts';
import { manifestFile } from '../../experiment/manifest-file.ts';
import { expand } from '../../graph/expand.ts';
import { durationText } from '../../log/duration.ts';
import { failureText } from '../../log/failure-text.ts';
import { loadManifest, renderProblems } from '../../manifest/index.ts';
import { type CliContext, onlyFailure, type ProjectFlags, requireProject } from '../context.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { textTable } from '../text-table.ts';

export interface ShowFlags extends ProjectFlags {
  readonly profile?: string;
  readonly json?: boolean;
}

export async function showCommand(context: CliContext, what: string, flags: ShowFlags): Promise<ExitCode> {
  const project = requireProject(context, flags);
  if (!project.ok) return onlyFailure(project.failures);
  const file = manifestFile(project.value, what);
  if (file.ok) return showManifest(context, project.value.root, file.value, flags);
  const store = openProjectStore(project.value);
  const found = [...store.records()].filter((record) => isMeant(record, what));
  const failed = store.failures().filter(({ label, key }) => label === what || isStartOf(what, key));
  if (found.length + failed.length === 0) {
    context.terminal.err(
      `error: expected a manifest id, artifact id, job key, label or object digest, found nothing called "${what}"\n` +
        '  help: `reprise list` shows manifests, `reprise plan <id>` jobs; eight digits of an id are enough\n',
    );
    return exitCode.usage;
  }
  const texts = [...found.map(recordText), ...failed.map((one) => failedJobText(one, store.root))];
  context.terminal.out(flags.json === true ? `${JSON.stringify([...found, ...failed])}\n` : texts.join('\n'));
  return exitCode.done;
}

function isMeant(record: JobRecord, what: string): boolean {
  if (record.label === what) return true;
  const ids = [record.artifactId, record.key, ...Object.values(record.outputs).map(({ digest }) => digest)];
  return ids.some((id) => isStartOf(what, id));
}

const isStartOf = (what: string, id: string): boolean => /^[0-9a-f]{8,64}$/.test(what) && id.startsWith(what);

function showManifest(context: CliContext, root: string, file: string, flags: ShowFlags): ExitCode {
  const loaded = loadManifest(file, flags.profile === undefined ? {} : { profile: flags.profile });
  if (!loaded.ok) {
    context.terminal.err(renderProblems(loaded.failures));
    return exitCode.usage;
  }
  const { manifest, digest } = loaded.value;
  const { jobs } = expand(manifest);
  const summary = [
    ['id', manifest.id],
    ['title', manifest.title],
    ['file', relative(root, file)],
    ['digest', digest],
    ['task', `${manifest.task.kind} on ${manifest.task.data}`],
    ['space', manifest.space.name],
    ['methods', Object.keys(manifest.methods).join(', ')],
    [
      'seed sets',
      Object.entries(manifest.seedSets)
        .map(([name, seeds]) => `${name} (${seeds.join(', ')})`)
        .join('; '),
    ],
    ['stages', Object.keys(manifest.stages).join(' -> ')],
    ['reports', Object.keys(manifest.reports).join(', ')],
    ['jobs', String(jobs.length)],
  ];
  const text = `${textTable(summary)}\nresolved:\n${JSON.stringify(manifest, null, 2)}\n`;
  context.terminal.out(flags.json === true ? `${JSON.stringify(manifest)}\n` : text);
  return exitCode.done;
}

function recordText(record: JobRecord): string {
  const { material, timing, environment } = record;
  const outputs = Object.entries(record.outputs).map(([name, { digest, bytes }]) => [
    '',
    name,
    `${bytes} bytes`,
    digest,
  ]);
  const inputs = Object.entries(material.inputs).map(([name, digest]) => ['', name, digest]);
  return [
    textTable([
      ['label', record.label],
      ['artifact', record.artifactId],
      ['job key', record.key],
      ['kind', material.kind],
      ['seed', String(material.seed)],
      [
        'commit',
        record.dirtyPatch === null
          ? record.commit
          : `${record.commit} + uncommitted patch ${record.dirtyPatch}`,
      ],
      ['engine', `${record.engine.name} ${record.engine.version} (${record.engine.determinism})`],
      ['data', material.data ?? 'generated'],
      ['computed', `${timing.startedAt}, ${durationText(timing.wallMs)}, attempt ${timing.attempt}`],
      [
        'on',
        `${environment.device}, ${environment.cpu}, ${environment.platform} ${environment.arch}, Node ${environment.node}`,
      ],
    ]),
    `inputs\n${textTable(inputs)}`,
    `outputs\n${textTable(outputs)}`,
    `parameters\n${JSON.stringify(material.parameters, null, 2)}\n`,
  ].join('');
}

function failedJobText({ label, key, at, runId, failure, log, progress }: FailedJob, store: string): string {
  return [
    textTable([
      ['label', label],
      ['job key', key],
      ['failed', at],
      ['in run', runId],
      ['because', failureText(failure).replaceAll('\n', '; ')],
      ['kept', progress === null ? 'nothing' : join(store, progress)],
    ]),
    log === '' ? '' : `end of its log\n${log.trimEnd()}\n`,
  ].join('');
}
