/** How a wave is handed to Slurm: the script that each task runs, and the options of sbatch. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SlurmSettings } from '../../../schemas/executors.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { shellWord } from '../../util/shell-word.ts';
import { workerEnvironment } from '../worker-environment.ts';
import type { SlurmCommands } from './slurm-commands.ts';
import { problemOf, type SlurmProblem } from './slurm-problem.ts';

export interface WaveScript {
  readonly settings: SlurmSettings;
  /** The module whose `start` is the command line: that of the build that submits. */
  readonly program: string;
  readonly waveFolder: string;
}

/** Name of the command by which a task begins. */
const taskCommand = 'slurm-task';

/** Of this machine, and nobody's business on another. */
const ofThisMachine =
  /^(?:TMPDIR|TMP|TEMP|XDG_RUNTIME_DIR|DISPLAY|WAYLAND_DISPLAY|CUDA_VISIBLE_DEVICES|ROCR_VISIBLE_DEVICES|HIP_VISIBLE_DEVICES|NVIDIA_VISIBLE_DEVICES)$/;

/** What a job inherits: as a local worker, but nothing of this machine; and what sbatch itself needs. */
export function submitEnvironment(
  own: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const handedOn = Object.entries(workerEnvironment(own, { id: 'slurm', env: {} }));
  const allowed = handedOn.filter(([name]) => !ofThisMachine.test(name));
  const conf = own['SLURM_CONF'];
  return { ...Object.fromEntries(allowed), ...(conf === undefined ? {} : { SLURM_CONF: conf }) };
}

export function batchScript({ settings, waveFolder }: Omit<WaveScript, 'program'>): string {
  const node = settings.nodejs ?? process.execPath;
  const command = [node, join(waveFolder, 'launch.mjs'), taskCommand, waveFolder].map(shellWord).join(' ');
  // `exec`, so that Slurm's signals reach the program itself.
  return ['#!/bin/sh', ...(settings.setup ?? []), `exec ${command}`, ''].join('\n');
}

export function sbatchOptions(settings: SlurmSettings, waveFolder: string): string[] {
  const { partition, account, qos, timeLimit, memory, cpus, gres } = settings;
  const given = { partition, account, qos, time: timeLimit, mem: memory, 'cpus-per-task': cpus, gres };
  return [
    ...Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}=${value}`])),
    ...['--parsable', '--requeue', '--open-mode=append', '--export=ALL', '--input=/dev/null'],
    `--chdir=${waveFolder}`,
    `--output=${join(waveFolder.replaceAll('%', '%%'), 'log', '%a')}`,
    ...(settings.arguments ?? []),
  ];
}

/** @returns the id of the array */
export async function submitWave(
  commands: SlurmCommands,
  script: WaveScript,
  name: string,
  tasks: number,
): Promise<Result<string, SlurmProblem>> {
  const { waveFolder, settings } = script;
  const file = join(waveFolder, 'batch.sh');
  const start = `import { start } from ${JSON.stringify(pathToFileURL(script.program).href)};\nawait start();\n`;
  writeFileSync(join(waveFolder, 'launch.mjs'), start);
  writeFileSync(file, batchScript(script), { mode: 0o755 });
  const options = [...sbatchOptions(settings, waveFolder), `--job-name=${name}`, `--array=0-${tasks - 1}`];
  const answer = await commands.run('sbatch', [...options, file], submitEnvironment(process.env));
  if (!answer.ok) return answer;
  const id = /^(\d+)/m.exec(answer.value)?.[1];
  return id === undefined ? fail(problemOf('sbatch', `it printed no id, but ${answer.value}`)) : ok(id);
}

/** Whether Slurm would take a job with these settings; nothing is submitted. */
export async function trySettings(
  commands: SlurmCommands,
  settings: SlurmSettings,
): Promise<SlurmProblem | undefined> {
  const options = [...sbatchOptions(settings, '/'), '--test-only', '--wrap=true'];
  const answer = await commands.run('sbatch', options, submitEnvironment(process.env));
  if (answer.ok) return undefined;
  const [problem] = answer.failures;
  // How many jobs it takes is another question.
  return problem?.reason === 'limit' ? undefined : problem;
}
