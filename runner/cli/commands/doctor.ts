/** `reprise doctor`: whether this machine and this checkout can run, and what to do where they cannot. */
import { existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { dataSets } from '../../../schemas/data.ts';
import { engines } from '../../../schemas/engine.ts';
import type { EngineReport } from '../../../schemas/engine-report.ts';
import { findDataSet } from '../../data/find-data-set.ts';
import { type Inventory, takeInventory } from '../../device/inventory.ts';
import { cpuDevices } from '../../exec/worker-pool.ts';
import { WorkerProcess } from '../../exec/worker-process.ts';
import { isFresh } from '../../project/build.ts';
import { Git } from '../../project/git.ts';
import type { Project } from '../../project/project.ts';
import { type CliContext, onlyFailure, type ProjectFlags, requireProject } from '../context.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { textTable } from '../text-table.ts';

interface Finding {
  readonly state: 'good' | 'note' | 'bad';
  readonly subject: string;
  readonly found: string;
  /** What to do next. */
  readonly help?: string;
}

const gib = 2 ** 30;

export async function doctorCommand(
  context: CliContext,
  flags: ProjectFlags & { json?: boolean },
): Promise<ExitCode> {
  const project = requireProject(context, flags);
  if (!project.ok) return onlyFailure(project.failures);
  const worker = join(project.value.root, 'dist', 'worker.js');
  const inventory = await takeInventory(existsSync(worker) ? worker : undefined);
  const findings = [
    nodeFinding(),
    await gitFinding(project.value),
    buildFinding(project.value),
    await workerFinding(project.value, context),
    coresFinding(),
    ...gpuFindings(inventory),
    diskFinding(project.value),
    ...inventory.engines.map((report) => engineFinding(report, existsSync(worker))),
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

function nodeFinding(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const good = major > 20 || (major === 20 && minor >= 19);
  const finding = { state: good ? 'good' : 'bad', subject: 'Node.js', found: process.version } as const;
  return good ? finding : { ...finding, help: 'install Node.js 20.19 or newer' };
}

async function gitFinding(project: Project): Promise<Finding> {
  const version = await execa('git', ['--version'], { reject: false });
  if (version.failed) return { state: 'bad', subject: 'git', found: 'not found', help: 'install git' };
  const state = await new Git(project.root).treeState();
  if (state === undefined) {
    return {
      state: 'bad',
      subject: 'git',
      found: 'no commit',
      help: 'results are bound to a commit; commit your manifests',
    };
  }
  const tree = state.changed.length === 0 ? 'clean' : `${state.changed.length} uncommitted change(s)`;
  return {
    state: state.changed.length === 0 ? 'good' : 'note',
    subject: 'git',
    found: `${version.stdout}, ${state.commit.slice(0, 12)}, ${tree}`,
  };
}

function buildFinding(project: Project): Finding {
  const built = existsSync(join(project.root, 'dist', 'worker.js'));
  if (built && isFresh(project.root)) return { state: 'good', subject: 'build', found: 'as the sources' };
  return {
    state: 'note',
    subject: 'build',
    found: built ? 'older than the sources' : 'none',
    help: '`reprise run` builds when it needs to; `npm run build` does it now',
  };
}

async function workerFinding(project: Project, { clock }: CliContext): Promise<Finding> {
  const [device] = cpuDevices(1);
  const file = join(project.root, 'dist', 'worker.js');
  if (device === undefined || !existsSync(file))
    return { state: 'note', subject: 'worker', found: 'not built' };
  const since = clock.now();
  const worker = await WorkerProcess.start({ file: process.execPath, args: [file] }, device);
  if (!(worker instanceof WorkerProcess)) {
    return {
      state: 'bad',
      subject: 'worker',
      found: worker.reason,
      help: 'run `npm ci`, which installs and builds',
    };
  }
  const startMs = clock.now() - since;
  await worker.shutdown();
  return { state: 'good', subject: 'worker', found: `ready in ${startMs.toFixed(0)} ms` };
}

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
  const found = `${free.toFixed(1)} GiB free for ${project.storeRoot}`;
  if (!isWritable(folder))
    return {
      state: 'bad',
      subject: 'store',
      found: `${folder} is not writable`,
      help: 'give yourself the right to write there, or pass --store',
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

function isWritable(folder: string): boolean {
  try {
    rmSync(mkdtempSync(join(folder, '.doctor-')), { recursive: true });
    return true;
  } catch {
    return false;
  }
}

function gpuFindings({ cudaGpus, webgpuAdapters }: Inventory): Finding[] {
  const cuda = cudaGpus.map(
    ({ index, name, memoryMib }) => `cuda:${index}, ${name}, ${(memoryMib / 1024).toFixed(0)} GiB`,
  );
  const webgpu = webgpuAdapters.map((name, i) => `webgpu:${i}, ${name}`);
  const found = [...cuda, ...webgpu];
  if (found.length === 0) return [{ state: 'note', subject: 'devices', found: 'no GPU' }];
  return found.map((each) => ({ state: 'good', subject: 'devices', found: each }));
}

function engineFinding(report: EngineReport, isBuilt: boolean): Finding {
  const { name, version, determinism } = engines[report.engine];
  const subject = `engine ${name}`;
  const kind = `version ${version}, ${determinism}`;
  if (report.available) return { state: 'good', subject, found: kind };
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
