/** A program of a test's own, run as the only job of an executor. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gitBlobId } from '../../runner/build/sources.ts';
import { CommandExecutor } from '../../runner/exec/command/command-executor.ts';
import type { CommandProgram } from '../../runner/exec/command/command-program.ts';
import type { ExecutorEvent, JobOutcome } from '../../runner/exec/executor.ts';
import type { GpuPool } from '../../runner/exec/gpu-pool.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { JobSpec } from '../../schemas/job.ts';
import { specIn } from './job-spec.ts';
import { temporaryFolder } from './temporary-folder.ts';

const nobody = {
  slots: 1,
  run: () => Promise.reject(new Error('no other job was expected')),
  close: () => Promise.resolve(),
};

/** The beginning of a shell program: where to write, and what is asked. */
export const shell = `
field() { sed -n "s/^ *\\"$1\\": \\"\\{0,1\\}\\([^\\",]*\\)\\"\\{0,1\\},\\{0,1\\}$/\\1/p" "$REPRISE_JOB"; }
output=$(field output); checkpoint=$(field checkpoint); measure=$(field measure); epochs=$(field epochs)
`;

export interface RigOptions {
  /** Declared files by path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly run?: readonly string[];
  readonly metrics?: CommandProgram['task']['metrics'];
  readonly variables?: Readonly<Record<string, string>>;
  readonly memory?: string;
  readonly minutes?: number;
  readonly isolation?: 'none' | 'bwrap';
  readonly data?: Readonly<Record<string, string>>;
  readonly measure?: 'validation' | 'test';
  readonly kind?: 'trial' | 'train';
  readonly epochs?: number;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly resources?: Partial<CommandProgram['limits']['resources']>;
  readonly gpus?: GpuPool;
}

const noGpus: GpuPool = {
  lease: () => Promise.reject(new Error('no GPU was expected')),
  close: () => Promise.resolve(),
};

export class CommandRig {
  readonly folder = temporaryFolder();
  readonly root = join(this.folder, 'project');
  readonly events: ExecutorEvent[] = [];
  readonly executor: CommandExecutor;
  readonly spec: JobSpec;
  readonly program: CommandProgram;

  constructor(options: RigOptions) {
    const { files = {}, run = ['sh', 'train.sh'], variables = {}, data = {} } = options;
    for (const [path, text] of Object.entries(files)) this.write(join('project', path), text);
    const architecture = this.write('architecture.json', '{"genotype":[1],"id":"a","space":"s"}\n');
    this.spec = {
      ...specIn(this.folder, 'job'),
      kind: options.kind ?? 'trial',
      parameters: {
        task: { kind: 'command' },
        training: { epochs: options.epochs ?? 2, settings: { width: 3 } },
        measure: options.measure ?? 'validation',
      },
      inputs: { architecture, ...options.inputs },
    };
    this.program = {
      task: {
        kind: 'command',
        run: [...run],
        code: Object.keys(files),
        environment: { files: [], image: null, variables },
        data,
        metrics: options.metrics ?? [
          { name: 'validation.error', goal: 'minimize' },
          { name: 'test.error', goal: 'minimize' },
        ],
        determinism: 'bit-exact',
      },
      limits: {
        resources: { memory: options.memory ?? null, minutes: options.minutes ?? null, ...options.resources },
        isolation: options.isolation ?? 'none',
      },
      root: this.root,
      files: Object.keys(files).map((path) => ({
        path,
        blob: gitBlobId(join(this.root, path)),
        isExecutable: false,
      })),
      data,
    };
    this.executor = new CommandExecutor(nobody, {
      devices: [{ id: 'cpu:0', env: { DEVICE: 'first' } }],
      programOf: () => this.program,
      gpus: options.gpus ?? noGpus,
    });
  }

  write(path: string, text: string): string {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  run(signal = new AbortController().signal): Promise<JobOutcome> {
    return this.executor.run(this.spec, signal, (event) => this.events.push(event));
  }
}

/** Runs a shell program, which begins with `shell`. */
export const runShell = (text: string, options: Omit<RigOptions, 'run'> = {}): Promise<JobOutcome> =>
  new CommandRig({ ...options, files: { 'train.sh': shell + text, ...options.files } }).run();

export const failureOf = (outcome: JobOutcome): JobFailure | undefined =>
  outcome.done ? undefined : outcome.failure;
