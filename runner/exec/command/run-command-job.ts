/** One attempt at a job with a program of the user's own: its folders made, the program run, its outputs read and kept. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '../../../schemas/canonical.ts';
import { bytesOf } from '../../../schemas/command.ts';
import type { JobFailure } from '../../../schemas/failure.ts';
import type { JobSpec } from '../../../schemas/job.ts';
import type { JobMetrics } from '../../../schemas/metrics.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import type { Clock } from '../../util/clock.ts';
import { onlyFailure } from '../../util/only-failure.ts';
import { isOdd, readOwnFile } from '../../util/own-file.ts';
import { isDiskFull } from '../../util/system-error.ts';
import type { Device } from '../device.ts';
import type { ExecutorEvent, JobOutcome } from '../executor.ts';
import { checkpointFile, packCheckpoint, unpackCheckpoint } from './checkpoint.ts';
import { commandEnvironment } from './command-environment.ts';
import type { CommandProgram } from './command-program.ts';
import { findProgram } from './find-program.ts';
import { bubblewrap, isolationProblem } from './isolation.ts';
import { type AskedTraining, askedTraining, jobFile } from './job-file.ts';
import { type JobFolders, makeFolders } from './job-folders.ts';
import { GrowingFile, liveLine, readLines } from './live-lines.ts';
import { readMetrics } from './read-metrics.ts';
import { type ProgramEnd, runProgram } from './run-program.ts';

export interface CommandRun {
  readonly device: Device;
  /** Paths below `/dev` that it needs besides those of every program. */
  readonly deviceFiles: readonly string[];
  readonly clock: Clock;
  /** What the program has for its checkpoint when it is told to end. */
  readonly graceMs: number;
  /** Aborted with a `JobFailure` as its reason. */
  readonly signal: AbortSignal;
  /** Told the process group of the program. */
  readonly onStarted: (pid: number) => void;
  readonly onEvent: (event: ExecutorEvent) => void;
}

/** More than that no program says of one training. */
const maxBytes = { metrics: 1024 * 1024, lines: 64 * 1024 * 1024 };

export async function runCommandJob(
  spec: JobSpec,
  program: CommandProgram,
  run: CommandRun,
): Promise<JobOutcome> {
  try {
    const asked = askedTraining(spec);
    if (!asked.ok) return failed(asked.failures);
    const folders = makeFolders(spec, program);
    if (!folders.ok) return failed(folders.failures);
    try {
      return await runIn(folders.value, spec, program, asked.value, run);
    } finally {
      rmSync(folders.value.top, { recursive: true, force: true });
    }
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    return failed([{ reason: 'disk-full', path: spec.outputFolder }]);
  }
}

const failed = (failures: readonly JobFailure[], end?: ProgramEnd): JobOutcome => ({
  done: false,
  failure: onlyFailure(failures),
  log: end === undefined ? '' : printed(end),
});

const printed = ({ stdout, stderr }: ProgramEnd): string =>
  [stdout, stderr].filter((text) => text !== '').join(stdout.endsWith('\n') ? '' : '\n');

async function runIn(
  folders: JobFolders,
  spec: JobSpec,
  program: CommandProgram,
  asked: AskedTraining,
  run: CommandRun,
): Promise<JobOutcome> {
  const { architecture: path, checkpoint } = spec.inputs;
  if (path === undefined) return failed([{ reason: 'job-refused', message: 'It was given no architecture' }]);
  // What an attempt of before had reached counts for more than what it had begun with.
  if (checkpoint !== undefined && !existsSync(join(folders.checkpoint, '..', 'resumed'))) {
    unpackCheckpoint(checkpoint, folders.checkpoint);
    writeFileSync(join(folders.checkpoint, '..', 'resumed'), '');
  }
  const job = join(folders.top, 'job.json');
  writeFileSync(job, jobFile(spec, asked, JSON.parse(readFileSync(path, 'utf8')), program, folders));
  const argv = argvOf(program, folders, job, run.deviceFiles);
  if (!argv.ok) return failed(argv.failures);
  const growing = new GrowingFile(join(folders.output, 'metrics.jsonl'));
  const { isolation, resources } = program.limits;
  const end = await runProgram(
    {
      argv: argv.value,
      cwd: folders.code,
      environment: environmentOf(program, folders, job, run.device),
      memoryBytes: resources.memory === null ? null : (bytesOf(resources.memory) ?? null),
      isIsolated: isolation === 'bwrap',
      clock: run.clock,
      graceMs: run.graceMs,
      onStarted: run.onStarted,
      onPrinted: (text) => run.onEvent({ type: 'printed', text }),
      onPoll: () => tellProgress(growing, program, asked, run),
    },
    run.signal,
  );
  if (end.failure !== undefined) return failed([end.failure], end);
  const outputs = readOutputs(folders, program, asked);
  if (!outputs.ok) return failed(outputs.failures, end);
  const kept = keep(spec, folders, path, outputs.value);
  if (!kept.ok) return failed(kept.failures, end);
  const { peakMemoryBytes, stdout, stderr } = end;
  const isolated = isolation === 'bwrap' ? 'bwrap' : 'not isolated';
  return { done: true, program: { peakMemoryBytes, isolation: isolated, stdout, stderr } };
}

const environmentOf = ({ task }: CommandProgram, { temporary }: JobFolders, job: string, device: Device) =>
  commandEnvironment(process.env, { variables: task.environment.variables, device, job, temporary });

function argvOf(
  { task, limits, data }: CommandProgram,
  folders: JobFolders,
  job: string,
  devices: readonly string[],
): Result<readonly string[], JobFailure> {
  const [name = '', ...args] = task.run;
  const path = task.environment.variables['PATH'] ?? process.env['PATH'] ?? '';
  const program = findProgram(name, folders.code, path);
  if (program === undefined) {
    const where = name.includes('/') ? 'the declared code' : `the search path ${path}`;
    return fail({ reason: 'program-not-found', program: name, path: where });
  }
  if (limits.isolation === 'none') return ok([program, ...args]);
  const problem = isolationProblem();
  if (problem !== null) return fail({ reason: 'isolation-unavailable', message: problem });
  const seen = {
    readable: [...Object.values(data), job],
    writable: [folders.code, folders.temporary, folders.output, folders.checkpoint],
    devices,
    cwd: folders.code,
  };
  return ok([...bubblewrap(program, seen), program, ...args]);
}

function tellProgress(
  growing: GrowingFile,
  { task }: CommandProgram,
  { epochs, measure }: AskedTraining,
  { onEvent }: CommandRun,
): void {
  const latest = growing
    .newLines()
    .flatMap((line) => liveLine(line) ?? [])
    .at(-1);
  if (latest === undefined) return;
  const name = task.metrics.find((metric) => metric.name.startsWith(`${measure}.`))?.name ?? '';
  const value = latest.values.get(name);
  const metric = typeof value === 'number' ? { metric: { name, value } } : {};
  onEvent({
    type: 'progress',
    done: Math.min(latest.epoch, epochs),
    total: epochs,
    unit: 'epochs',
    ...metric,
  });
}

interface Outputs {
  readonly metrics: JobMetrics;
  /** Content of `trajectory.jsonl`. */
  readonly trajectory: string;
}

function readOutputs(
  { output }: JobFolders,
  { task }: CommandProgram,
  { measure }: AskedTraining,
): Result<Outputs, JobFailure> {
  const lines = textOf(output, 'metrics.jsonl', maxBytes.lines);
  if (!lines.ok) return lines;
  const trajectory = readLines(lines.value ?? '', measure);
  if (!trajectory.ok) return trajectory;
  const text = textOf(output, 'metrics.json', maxBytes.metrics);
  if (!text.ok) return text;
  if (text.value === undefined) return fail({ reason: 'metrics-missing', file: 'metrics.json' });
  const metrics = readMetrics(text.value, { declared: task.metrics, measure });
  if (!metrics.ok) return metrics;
  return ok({
    metrics: metrics.value,
    trajectory: trajectory.value.map((line) => `${canonicalJson(line)}\n`).join(''),
  });
}

/** Undefined when there is no such file. */
function textOf(folder: string, file: string, most: number): Result<string | undefined, JobFailure> {
  const path = join(folder, file);
  if (!existsSync(path)) return ok(undefined);
  const content = readOwnFile(path, most);
  if (content === undefined) return ok(undefined);
  if (!isOdd(content)) return ok(content.toString('utf8'));
  return fail({ reason: 'metrics-malformed', file, line: null, message: `it is ${content.odd}` });
}

/** Outputs of the job: those that every trial and training has, and the checkpoint. */
function keep(
  { kind, outputFolder }: JobSpec,
  { checkpoint }: JobFolders,
  architecture: string,
  { metrics, trajectory }: Outputs,
): Result<null, JobFailure> {
  const { crash } = metrics;
  // Of a search, one of many; a training by itself has nothing else to say.
  if (crash !== undefined && kind !== 'trial') {
    return fail({ reason: 'diverged', message: crash.message, hint: crash.hint, multiplyAdds: 0 });
  }
  const write = (name: string, content: string | Uint8Array): void =>
    writeFileSync(join(outputFolder, name), content);
  write('metrics.json', `${canonicalJson(metrics)}\n`);
  write('trajectory.jsonl', trajectory);
  write('architecture.json', readFileSync(architecture));
  packCheckpoint(checkpoint, join(outputFolder, checkpointFile));
  return ok(null);
}
