/** `reprise show <id|artifact>`: a manifest as resolved, or the record behind an artifact, job key, label or object. */
import { relative } from 'node:path';
import type { JobRecord } from '../../../schemas/record.ts';
import { expand } from '../../graph/expand.ts';
import { loadManifest, renderProblems } from '../../manifest/index.ts';
import type { Project } from '../../project/project.ts';
import { outputDigests } from '../../store/record-file.ts';
import type { Store } from '../../store/store.ts';
import { trialsOf } from '../../store/trials-of.ts';
import { openProjectStore } from '../../study/experiment.ts';
import { manifestFile } from '../../study/manifest-file.ts';
import { taskText } from '../../study/task-text.ts';
import { digestsFrom, type FoundJob } from '../../trace/find-job.ts';
import { findJobText } from '../../trace/find-job-text.ts';
import { readContent } from '../../trace/job-content.ts';
import { type ExitCode, exitCode } from '../../util/exit-code.ts';
import { onlyFailure } from '../../util/only-failure.ts';
import { textTable } from '../../util/text-table.ts';
import { type CliContext, type ProjectFlags, requireProject } from '../context.ts';
import { failedJobText, recordText } from '../record-text.ts';
import { type JobFlags, lookUpJob } from '../requested-job.ts';
import { showSources } from '../show-sources.ts';

export interface ShowFlags extends ProjectFlags, JobFlags {
  readonly json?: boolean;
  readonly sources?: boolean;
}

export async function showCommand(context: CliContext, what: string, flags: ShowFlags): Promise<ExitCode> {
  const project = requireProject(context, flags);
  if (!project.ok) return onlyFailure(project.failures);
  const file = flags.manifest === undefined ? manifestFile(project.value, what) : undefined;
  if (file?.ok === true) {
    return flags.sources === true
      ? showSources(context, file.value, flags)
      : showManifest(context, project.value.root, file.value, flags);
  }
  if (flags.sources === true) {
    context.terminal.err(
      `error: expected the id of a manifest, found "${what}"\n  help: \`reprise list\` shows them\n`,
    );
    return exitCode.usage;
  }
  const store = openProjectStore(project.value);
  const jobs = await meantJobs(context, project.value, store, what, flags);
  if (jobs === undefined) return exitCode.usage;
  const texts = jobs.map(({ record, failed }) =>
    record === undefined ? failedJobText(failed, store) : recordText(record, store),
  );
  const json = jobs.map(({ record, failed }) => failed ?? jsonRecord(record, store));
  context.terminal.out(flags.json === true ? `${JSON.stringify(json)}\n` : texts.join('\n'));
  return exitCode.done;
}

/** One job; or all that made an object, since equal outputs are one object. Undefined after saying why there is none. */
async function meantJobs(
  context: CliContext,
  project: Project,
  store: Store,
  what: string,
  flags: JobFlags,
): Promise<readonly FoundJob[] | undefined> {
  const found = await lookUpJob(context, project, store, what, flags);
  if (found.ok) return [found.value];
  const failure = onlyFailure(found.failures);
  if (typeof failure === 'number') return undefined;
  const digests = new Set(failure.reason === 'no-such-job' ? digestsFrom(store, what) : []);
  const makers = [...store.records()].filter(({ outputs }) =>
    Object.values(outputs).some(({ digest }) => digests.has(digest)),
  );
  if (makers.length > 0) return makers.map((record) => ({ record }));
  context.terminal.err(
    failure.reason === 'no-such-job' && failure.suggestion === null
      ? `error: expected a manifest id, artifact id, job key, label or object digest, found nothing called "${what}"\n` +
          '  help: `reprise list` shows manifests, `reprise plan <id>` jobs; eight digits of an id are enough\n'
      : findJobText(failure),
  );
  return undefined;
}

function jsonRecord(record: JobRecord, store: Store) {
  const { metrics, selection } = readContent(record, store);
  return { ...record, metrics, selection, trials: trialsOf(outputDigests(record.outputs), store) };
}

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
    ['task', taskText(manifest)],
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
