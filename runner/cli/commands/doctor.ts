/** `reprise doctor`: whether this machine and this checkout can run, and what to do where they cannot. */
import { existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { dataSets } from '../../../schemas/data.ts';
import { engines } from '../../../schemas/engine.ts';
import type { EngineReport } from '../../../schemas/engine-report.ts';
import { findDataSet } from '../../data/find-data-set.ts';
import { gpuFindings } from '../../device/gpu-findings.ts';
import { gpuMachine } from '../../device/gpu-machine.ts';
import { type Inventory, takeInventory } from '../../device/inventory.ts';
import { leaseFolder } from '../../device/lease-folder.ts';
import { isolationProblem } from '../../exec/command/isolation.ts';
import { workerOf } from '../../project/build.ts';
import type { Place } from '../../project/places.ts';
import type { Project } from '../../project/project.ts';
import { type ExitCode, exitCode } from '../../util/exit-code.ts';
import { onlyFailure } from '../../util/only-failure.ts';
import { textTable } from '../../util/text-table.ts';
import { type CliContext, type ProjectFlags, requireProject } from '../context.ts';
import { executorFindings } from '../executor-findings.ts';
import {
  buildFinding,
  type Finding,
  gitFindings,
  packageFindings,
  verifiedProgram,
  workerFinding,
} from '../program-findings.ts';

const gib = 2 ** 30;

export async function doctorCommand(
  context: CliContext,
  flags: ProjectFlags & { json?: boolean },
): Promise<ExitCode> {
  const project = requireProject(context, flags);
  if (!project.ok) return onlyFailure(project.failures);
  const program = verifiedProgram();
  const worker = program === undefined ? undefined : workerOf(program);
  const inventory = await takeInventory(worker, gpuMachine(context.env, context.clock.now));
  const findings = [
    nodeFinding(),
    ...(await gitFindings(project.value)),
    buildFinding(project.value),
    ...packageFindings(project.value),
    await workerFinding(program, context),
    coresFinding(),
    ...deviceFindings(inventory, leaseFolder(context.env)),
    diskFinding(project.value),
    dataPlaceFinding(project.value),
    isolationFinding(),
    ...(await executorFindings(project.value)),
    ...inventory.engines.map((report) => engineFinding(report, worker !== undefined)),
    ...dataFindings(project.value),
  ];
  context.terminal.out(flags.json === true ? `${JSON.stringify(findings)}\n` : text(findings));
  return findings.some(({ state }) => state === 'bad') ? exitCode.failed : exitCode.done;
}

function text(findings: readonly Finding[]): string {
  const mark = { good: 'ok', note: '-', bad: 'BAD' };
  const helps = findings.flatMap(({ subject, help }) => (help === undefined ? [] : [`${subject}: ${help}`]));
  const table = textTable(findings.map(({ state, subject, found }) => [mark[state], subject, found]));
  return helps.length === 0 ? table : `${table}\n${helps.join('\n')}\n`;
}

/** The launcher refuses older ones. */
const nodeFinding = (): Finding => ({ state: 'good', subject: 'Node.js', found: process.version });

function coresFinding(): Finding {
  const model = cpus()[0]?.model ?? 'unknown';
  const memory = (totalmem() / gib).toFixed(0);
  return {
    state: 'good',
    subject: 'devices',
    found: `${availableParallelism()} CPU cores (${model}), ${memory} GiB`,
  };
}

function diskFinding(project: Project): Finding {
  const folder = existsSync(project.storeRoot) ? project.storeRoot : project.root;
  const { bavail, bsize } = statfsSync(folder);
  const free = (bavail * bsize) / gib;
  const found = `${free.toFixed(1)} GiB free for ${placeText(project.places.store)}`;
  if (!isWritable(folder))
    return {
      state: 'bad',
      subject: 'store',
      found: `${folder} is not writable`,
      help: 'give yourself the right to write there, or pass --store, or set REPRISE_STORE',
    };
  return free > 1
    ? { state: 'good', subject: 'store', found }
    : {
        state: 'note',
        subject: 'store',
        found,
        help: 'make room; `reprise gc --dry-run` shows what could go',
      };
}

const placeText = ({ path, from }: Place): string => `${path} (${from})`;

const dataPlaceFinding = ({ places }: Project): Finding => ({
  state: 'good',
  subject: 'data sets',
  found: `in ${placeText(places.data)}`,
});

/** Only tasks `command` that ask for it need it. */
function isolationFinding(): Finding {
  const problem = isolationProblem();
  const subject = 'isolation';
  if (problem === null) return { state: 'good', subject, found: 'bwrap keeps programs of your own apart' };
  const help = 'install bubblewrap and allow user namespaces; tasks with `isolation: none` run without it';
  return { state: 'note', subject, found: `not available: ${problem}`, help };
}

function isWritable(folder: string): boolean {
  try {
    rmSync(mkdtempSync(join(folder, '.doctor-')), { recursive: true });
    return true;
  } catch {
    return false;
  }
}

function deviceFindings({ gpus, webgpuAdapters }: Inventory, leases: string): Finding[] {
  const subject = 'devices';
  const found = [
    ...gpuFindings(gpus, leases).map((finding): Finding => ({ ...finding, subject })),
    ...webgpuAdapters.map((name, i): Finding => ({ state: 'good', subject, found: `webgpu:${i}, ${name}` })),
  ];
  return found.length === 0 ? [{ state: 'note', subject, found: 'no GPU' }] : found;
}

function engineFinding(report: EngineReport, isBuilt: boolean): Finding {
  const { name, version, determinism } = engines[report.engine];
  const subject = `engine ${name}`;
  const kind = `version ${version}, ${determinism}`;
  if (report.available) {
    const kernels = report.kernels === undefined ? '' : `, kernels in ${report.kernels}`;
    return { state: 'good', subject, found: `${kind}${kernels}` };
  }
  // Everything needs the default engine; the others are extras.
  const state = name === 'wasm' && isBuilt ? 'bad' : 'note';
  return { state, subject, found: `${kind}; not available: ${report.why}`, help: report.hint };
}

function dataFindings(project: Project): Finding[] {
  return Object.values(dataSets).map(({ name, title, generated }): Finding => {
    const found = findDataSet(name, project.dataRoot);
    if (found.ok)
      return { state: 'good', subject: `data ${name}`, found: generated ? title : `${title}: added` };
    return {
      state: 'note',
      subject: `data ${name}`,
      found: `${title}: not added`,
      help: `\`reprise data add ${name} --from <path>\``,
    };
  });
}
