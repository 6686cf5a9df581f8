/** `reprise plan`: what a run would do, and why. */
import type { Experiment } from '../../experiment/experiment.ts';
import { openExperiment } from '../../experiment/experiment.ts';
import { type ExperimentPlan, planExperiment } from '../../experiment/plan-experiment.ts';
import { experimentProblemsText } from '../../experiment/problem-text.ts';
import { type FieldDifference, materialDifference } from '../../graph/material-difference.ts';
import type { Plan, PlannedJob } from '../../graph/plan.ts';
import { type CliContext, onlyFailure, type ProjectFlags, requireProject } from '../context.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';

export interface PlanFlags extends ProjectFlags {
  readonly profile?: string;
  readonly set: readonly string[];
  readonly json?: boolean;
}

export async function planCommand(context: CliContext, id: string, flags: PlanFlags): Promise<ExitCode> {
  const project = requireProject(context, flags);
  if (!project.ok) return onlyFailure(project.failures);
  const opened = await openExperiment(project.value, id, { profile: flags.profile, sets: flags.set });
  if (!opened.ok) {
    context.terminal.err(experimentProblemsText(opened.failures));
    return exitCode.usage;
  }
  const experiment = opened.value;
  const plan = planExperiment(experiment);
  const reasons = runReasons(experiment, plan);
  context.terminal.out(flags.json === true ? jsonPlan(plan, reasons) : textPlan(experiment, plan, reasons));
  return exitCode.done;
}

/** Job label to the reason why it runs. */
function runReasons(experiment: Experiment, plan: ExperimentPlan): Map<string, string> {
  const reasons = new Map<string, string>();
  for (const planned of plan.jobs) {
    if (planned.status === 'hit') continue;
    reasons.set(
      planned.job.label,
      planned.status === 'waits' ? waitReason(planned.waitsFor) : 'not in the store',
    );
    const previousKey = plan.latest?.jobs[planned.job.label];
    if (planned.status === 'waits' || previousKey === undefined) continue;
    const previous = experiment.store.findRecord(previousKey);
    if (previous === undefined) continue;
    const differences = materialDifference(previous.material, planned.material);
    reasons.set(
      planned.job.label,
      differences.length === 0 ? 'its record is gone' : `changed: ${differences.map(short).join('; ')}`,
    );
  }
  return reasons;
}

function waitReason(waitsFor: readonly string[]): string {
  return waitsFor.length === 1
    ? `waits for ${waitsFor[0]}`
    : `waits for ${waitsFor.length} jobs, first ${waitsFor[0]}`;
}

const short = ({ path, before, now }: FieldDifference): string =>
  `${path} ${clip(before ?? 'absent')} -> ${clip(now ?? 'absent')}`;

const clip = (text: string): string => (text.length > 16 ? `${text.slice(0, 11)}…` : text);

function jsonPlan(plan: Plan, reasons: ReadonlyMap<string, string>): string {
  const jobs = plan.jobs.map((planned) => ({
    label: planned.job.label,
    kind: planned.job.kind,
    seed: planned.job.seed,
    status: planned.status,
    key: planned.status === 'waits' ? null : planned.key,
    reason: reasons.get(planned.job.label) ?? null,
  }));
  return `${JSON.stringify({ counts: plan.counts, jobs })}\n`;
}

function textPlan(experiment: Experiment, plan: Plan, reasons: ReadonlyMap<string, string>): string {
  const { hit, run, waits } = plan.counts;
  const dirty = experiment.code.dirty === null ? '' : ', uncommitted changes';
  const lines = [
    `${experiment.name}: ${plan.jobs.length} jobs, commit ${experiment.code.commit.slice(0, 12)}${dirty}`,
    ...plan.jobs.map((planned) => jobLine(planned, reasons)),
    `${hit} from the store, ${run} to run, ${waits} to run once their inputs are known`,
  ];
  return `${lines.join('\n')}\n`;
}

function jobLine(planned: PlannedJob, reasons: ReadonlyMap<string, string>): string {
  const key = planned.status === 'waits' ? ''.padEnd(12) : planned.key.slice(0, 12);
  const line = `  ${planned.status.padEnd(5)}  ${key}  ${planned.job.label}`;
  const reason = reasons.get(planned.job.label);
  return reason === undefined ? line : `${line}  (${reason})`;
}
