/** `reprise plan`: what a run would do, and why. */
import { availableParallelism } from 'node:os';
import type { JobKey } from '../../../schemas/ids.ts';
import { ownBuild } from '../../build/own-build.ts';
import { type FieldDifference, materialDifference } from '../../graph/material-difference.ts';
import type { Plan, PlannedJob, RunReason } from '../../graph/plan.ts';
import { durationText } from '../../log/duration.ts';
import { failureText } from '../../log/failure-text.ts';
import { type Estimate, estimate } from '../../study/estimate.ts';
import type { Experiment } from '../../study/experiment.ts';
import { openExperiment } from '../../study/experiment.ts';
import { type ExperimentPlan, planExperiment } from '../../study/plan-experiment.ts';
import { experimentProblemsText } from '../../study/problem-text.ts';
import { type TrialsAhead, trialsAhead } from '../../study/trials-ahead.ts';
import { type ExitCode, exitCode } from '../../util/exit-code.ts';
import { onlyFailure } from '../../util/only-failure.ts';
import { type CliContext, type ProjectFlags, requireProject } from '../context.ts';

export interface PlanFlags extends ProjectFlags {
  readonly profile?: string;
  readonly set: readonly string[];
  readonly only: readonly string[];
  readonly json?: boolean;
}

export async function planCommand(context: CliContext, id: string, flags: PlanFlags): Promise<ExitCode> {
  const project = requireProject(context, flags);
  if (!project.ok) return onlyFailure(project.failures);
  const opened = await openExperiment(project.value, id, {
    profile: flags.profile,
    sets: flags.set,
    only: flags.only,
  });
  if (!opened.ok) {
    context.terminal.err(experimentProblemsText(opened.failures));
    return exitCode.usage;
  }
  const experiment = opened.value;
  noteOlderProgram(context, experiment);
  const plan = planExperiment(experiment);
  const reasons = runReasons(experiment, plan);
  const expected = estimate(plan.jobs, experiment.store.records());
  context.terminal.out(
    flags.json === true ? jsonPlan(plan, reasons, expected) : textPlan(experiment, plan, reasons, expected),
  );
  return exitCode.done;
}

/** The program that plans may be older than the sources that a run would build. */
function noteOlderProgram({ terminal }: CliContext, { code }: Experiment): void {
  const own = ownBuild();
  if (!own.ok || own.value.list.sources === code.sources) return;
  terminal.err(
    'note: the sources are newer than this program, which a run builds first; `npm run build` does it now\n',
  );
}

/** Job label to the reason why it runs. */
function runReasons(experiment: Experiment, plan: ExperimentPlan): Map<string, string> {
  const explained = new Set<string>();
  const reasons = new Map<string, string>();
  for (const planned of plan.jobs) {
    const { label, variant, stage } = planned.job;
    if (planned.status === 'waits') reasons.set(label, waitReason(planned.waitsFor));
    if (planned.status !== 'run') continue;
    if (planned.why.reason !== 'not-in-store') {
      reasons.set(label, runReasonText(planned.why));
      continue;
    }
    const previousKey = plan.latest?.jobs[label];
    // Jobs of one stage differ in their seed alone, so the first of them tells what changed for all.
    const group = `${variant}/${stage}`;
    const isFirst = !explained.has(group);
    explained.add(group);
    reasons.set(
      label,
      previousKey === undefined
        ? runReasonText(planned.why)
        : changeReason(experiment, planned, previousKey, isFirst),
    );
  }
  return reasons;
}

/** Why a job runs that nothing else explains. */
function runReasonText(why: RunReason): string {
  switch (why.reason) {
    case 'not-in-store':
      return 'not in the store';
    case 'failed-last-time':
      return `failed last time: ${failureText(why.failure).split('\n')[0]}`;
    case 'dirty-result':
      return 'its result is of a tree with uncommitted changes';
    case 'outputs-unusable':
      return `missing or damaged: ${why.outputs.join(', ')}`;
    case 'same-as':
      return `the same computation as ${why.label}`;
    default:
      return why satisfies never;
  }
}

function changeReason(
  { store }: Experiment,
  { key, material }: Extract<PlannedJob, { status: 'run' }>,
  previousKey: JobKey,
  inFull: boolean,
): string {
  if (key === previousKey) return 'its record is gone';
  const previous = inFull ? store.findRecord(previousKey) : undefined;
  if (previous === undefined) return 'changed since the latest run';
  return `changed: ${materialDifference(previous.material, material).map(short).join('; ')}`;
}

function waitReason(waitsFor: readonly string[]): string {
  return waitsFor.length === 1
    ? `waits for ${waitsFor[0]}`
    : `waits for ${waitsFor.length} jobs, first ${waitsFor[0]}`;
}

const short = ({ path, before, now }: FieldDifference): string =>
  `${path} ${clip(before ?? 'absent')} -> ${clip(now ?? 'absent')}`;

const clip = (text: string): string => (text.length > 16 ? `${text.slice(0, 11)}…` : text);

function jsonPlan(plan: Plan, reasons: ReadonlyMap<string, string>, expected: Estimate): string {
  const jobs = plan.jobs.map((planned) => ({
    label: planned.job.label,
    kind: planned.job.kind,
    seed: planned.job.seed,
    status: planned.status,
    key: planned.status === 'waits' ? null : planned.key,
    reason: reasons.get(planned.job.label) ?? null,
  }));
  const trials = trialsAhead(plan.jobs);
  return `${JSON.stringify({ counts: plan.counts, trials, estimate: expected, jobs })}\n`;
}

function textPlan(
  experiment: Experiment,
  plan: Plan,
  reasons: ReadonlyMap<string, string>,
  expected: Estimate,
): string {
  const { hit, run, waits } = plan.counts;
  const dirty = experiment.code.dirty === null ? '' : ', uncommitted changes';
  const lines = [
    `${experiment.name}: ${plan.jobs.length}${wholeText(experiment)} jobs, commit ${experiment.code.commit.slice(0, 12)}${dirty}`,
    ...plan.jobs.map((planned) => jobLine(planned, reasons)),
    `${hit} from the store, ${run} to run, ${waits} to run once their inputs are known`,
    ...trialsText(trialsAhead(plan.jobs)),
    ...(run + waits === 0 ? [] : [estimateText(expected)]),
  ];
  return `${lines.join('\n')}\n`;
}

function trialsText({ searches, atMost }: TrialsAhead): string[] {
  if (searches === 0) return [];
  const most = atMost === null ? 'trials until their time ends' : `at most ${atMost} trials`;
  return [
    `${searches} ${searches === 1 ? 'search asks' : 'searches ask'} for ${most}, each a job of its own`,
  ];
}

function estimateText({ workMs, jobs, alike, unknown }: Estimate): string {
  if (jobs === 0) return 'no estimate of the time: the store has no similar job';
  const cores = availableParallelism();
  const onAll =
    cores === 1 ? '' : `, about ${durationText(workMs / Math.min(cores, jobs))} on ${cores} cores`;
  const basis =
    alike === jobs ? 'jobs with the same settings' : 'jobs of the same task, space, engine and method';
  const rest = unknown === 0 ? '' : `; no estimate for ${unknown} more, which no job is similar to`;
  return `about ${durationText(workMs)} of work for ${jobs} job(s)${onAll}, from earlier ${basis}${rest}`;
}

const wholeText = ({ wholeGraph }: Experiment): string =>
  wholeGraph === null ? '' : ` of ${wholeGraph.jobs.length}`;

function jobLine(planned: PlannedJob, reasons: ReadonlyMap<string, string>): string {
  const key = planned.status === 'waits' ? ''.padEnd(12) : planned.key.slice(0, 12);
  const line = `  ${planned.status.padEnd(5)}  ${key}  ${planned.job.label}`;
  const reason = reasons.get(planned.job.label);
  return reason === undefined ? line : `${line}  (${reason})`;
}
