/** `reprise explain <job>`: why a job is, or is not, in the store: the fields in which it differs from the nearest record. */
import { nearestMaterial } from '../../graph/material-difference.ts';
import type { PlannedJob } from '../../graph/plan.ts';
import { findManifests } from '../../manifest/index.ts';
import type { Project } from '../../project/project.ts';
import { type Experiment, openExperiment } from '../../study/experiment.ts';
import { planExperiment } from '../../study/plan-experiment.ts';
import { experimentProblemsText } from '../../study/problem-text.ts';
import { type ExitCode, exitCode } from '../../util/exit-code.ts';
import { onlyFailure } from '../../util/only-failure.ts';
import { textTable } from '../../util/text-table.ts';
import { codeListingText, declaredListingText } from '../code-listing.ts';
import { type CliContext, type ProjectFlags, requireProject } from '../context.ts';

export interface ExplainFlags extends ProjectFlags {
  readonly manifest?: string;
  readonly profile?: string;
  readonly set: readonly string[];
  /** List the code that the job can reach instead. */
  readonly code?: boolean;
}

/** @param label a job's label as `reprise plan` prints it, such as `rsws/first/search/s1`. */
export async function explainCommand(
  context: CliContext,
  label: string,
  flags: ExplainFlags,
): Promise<ExitCode> {
  const project = requireProject(context, flags);
  if (!project.ok) return onlyFailure(project.failures);
  const ids = flags.manifest === undefined ? idsWith(project.value.root, flags.profile) : [flags.manifest];
  const explained: string[] = [];
  for (const id of ids) {
    const experiment = await open(context, project.value, id, flags);
    const planned = experiment === undefined ? undefined : findJob(experiment, label);
    if (experiment === undefined || planned === undefined) continue;
    explained.push(flags.code === true ? codeOf(experiment, planned) : explanation(experiment, planned));
  }
  if (explained.length > 0) {
    context.terminal.out(explained.join('\n'));
    return exitCode.done;
  }
  context.terminal.err(
    `error: expected the label of a job, found no job "${label}" in ${ids.join(', ') || 'any manifest'}\n` +
      '  help: `reprise plan <id> --profile <name>` prints the labels\n',
  );
  return exitCode.usage;
}

/** Of the manifests that have the profile; of all where none is asked for. */
const idsWith = (root: string, profile: string | undefined): readonly string[] =>
  findManifests(root).flatMap(({ id, profiles }) =>
    id === null || (profile !== undefined && !profiles.includes(profile)) ? [] : [id],
  );

async function open(
  context: CliContext,
  project: Project,
  id: string,
  flags: ExplainFlags,
): Promise<Experiment | undefined> {
  const opened = await openExperiment(project, id, {
    profile: flags.profile,
    sets: flags.set,
    optionalData: true,
  });
  if (opened.ok) return opened.value;
  context.terminal.err(experimentProblemsText(opened.failures));
  return undefined;
}

function findJob(experiment: Experiment, label: string): PlannedJob | undefined {
  const { jobs } = planExperiment(experiment);
  return jobs.find(({ job }) => job.label === label);
}

function codeOf({ code, commandOf, manifest, name }: Experiment, { job }: PlannedJob): string {
  const head = `${job.label} of ${name}`;
  const command = job.kind === 'select' ? undefined : commandOf(job.parameters);
  const declared = command === undefined ? '' : declaredListingText(head, command.files);
  if (command !== undefined && job.kind !== 'search') return declared;
  const listing = code.closures.listing(job.kind, job.parameters, manifest.engine);
  return `${declared}${codeListingText(head, listing)}`;
}

function explanation(experiment: Experiment, planned: PlannedJob): string {
  const head = `${planned.job.label} of ${experiment.name}`;
  if (planned.status === 'waits') {
    return `${head}: its key is not known yet, since it reads what these jobs will make:\n${planned.waitsFor.map((label) => `  ${label}\n`).join('')}`;
  }
  if (planned.status === 'hit') {
    const record = experiment.store.findRecord(planned.key);
    if (record === undefined) return `${head}: its record is damaged; the next run computes it again\n`;
    return `${head}: in the store as artifact ${record.artifactId}\n  computed at commit ${record.commit}, ${record.timing.startedAt}\n`;
  }
  const nearest = nearestMaterial(experiment.store.records(), planned.material);
  if (nearest === undefined) return `${head}: not in the store, which has no job of this kind\n`;
  const rows = nearest.differences.map(({ path, before, now }) => [
    '',
    path,
    before ?? '(absent)',
    '->',
    now ?? '(absent)',
  ]);
  return `${head}: not in the store; the nearest record is ${nearest.record.label} (${nearest.record.key.slice(0, 12)}), which differs in\n${textTable(rows)}`;
}
