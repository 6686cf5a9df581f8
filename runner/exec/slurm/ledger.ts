/**
 * What was handed to Slurm, in the store: written before each submission and confirmed after it, so that a runner that
 * comes back finds the jobs of one that died.
 *
 * ```
 * slurm/
 *   waves/<name>/wave.json        the jobs of an array; there before sbatch is called
 *   waves/<name>/submitted.json   the id that Slurm gave it
 *   waves/<name>/ends/<i>.json    how task i ended
 *   waves/<name>/log/<i>          what task i printed
 *   jobs/<key>/entry.json         which array task computes the job
 *   jobs/<key>/task.json          what it has to do
 *   jobs/<key>/<attempt>/output/  what it leaves, until its record is in the store
 *   ledger.jsonl                  one line for each submission
 * ```
 */
import { randomUUID } from 'node:crypto';
import { lstatSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JobKey } from '../../../schemas/ids.ts';
import type { JsonObject } from '../../../schemas/json.ts';
import {
  endFormat,
  entryFormat,
  ledgerLineFormat,
  type SlurmTask,
  submittedFormat,
  type TaskEnd,
  type Wave,
  waveFormat,
  waveNamePattern,
} from '../../../schemas/slurm.ts';
import { replaceFile, replaceFileInPlace } from '../../util/atomic-file.ts';
import { makeFolder } from '../../util/make-folder.ts';
import { appendToOwnFile, endOfOwnFile } from '../../util/own-file.ts';
import { unlessMissing, unlessRefused } from '../../util/system-error.ts';
import { readTaskFile } from './task-file.ts';

/** Which array task. */
export interface TaskPlace {
  readonly wave: string;
  readonly index: number;
}

export interface KnownWave {
  readonly wave: Wave;
  /** Undefined while Slurm has not answered, or where its answer was lost. */
  readonly jobId: string | undefined;
}

/** Whoever writes a wave has written it long before. */
const unfinishedMs = 60 * 60_000;

/** From one of its waves back to the ledger: both ends of a task know the same folders. */
export const ledgerOfWave = (waveFolder: string): Ledger => new Ledger(join(waveFolder, '..', '..'));

export class Ledger {
  readonly root: string;

  /** @param root the folder `slurm` of a store */
  constructor(root: string) {
    this.root = root;
  }

  waveFolder = (name: string): string => join(this.root, 'waves', name);
  jobFolder = (key: JobKey): string => join(this.root, 'jobs', key);
  attemptFolder = (key: JobKey, attempt: string): string => join(this.jobFolder(key), attempt);
  logFile = ({ wave, index }: TaskPlace): string => join(this.waveFolder(wave), 'log', String(index));

  /** Writes the tasks of a wave, and the wave last. @throws the system's error */
  addWave(tasks: readonly SlurmTask[], at: string): Wave {
    const name = `reprise-${randomUUID().replaceAll('-', '')}`;
    const folder = this.waveFolder(name);
    for (const made of ['ends', 'log']) makeFolder(join(folder, made));
    for (const [index, task] of tasks.entries()) {
      const jobFolder = this.jobFolder(task.spec.key);
      makeFolder(jobFolder);
      writeJson(join(jobFolder, 'task.json'), task);
      writeJson(join(jobFolder, 'entry.json'), { formatVersion: 1, wave: name, index });
    }
    const wave: Wave = { formatVersion: 1, name, at, keys: tasks.map(({ spec }) => spec.key) };
    replaceFile(join(folder, 'wave.json'), jsonText(wave));
    return wave;
  }

  confirm({ name, at, keys }: Wave, jobId: string): void {
    replaceFile(join(this.waveFolder(name), 'submitted.json'), jsonText({ formatVersion: 1, jobId }));
    const line = { formatVersion: 1, at, name, jobId, keys };
    if (!ledgerLineFormat.read(line).ok) throw new Error('Internal error: a line of the ledger is malformed');
    // For whoever looks back; nothing depends on it.
    unlessRefused(() => appendToOwnFile(join(this.root, 'ledger.jsonl'), jsonText(line)));
  }

  /** Undefined when the job was not handed in, or not to the end. */
  placeOf(key: JobKey): TaskPlace | undefined {
    const entry = readTaskFile(join(this.jobFolder(key), 'entry.json'), entryFormat);
    return entry === undefined ? undefined : { wave: entry.wave, index: entry.index };
  }

  readWave(name: string): KnownWave | undefined {
    const wave = readTaskFile(join(this.waveFolder(name), 'wave.json'), waveFormat);
    if (wave === undefined) return undefined;
    const submitted = readTaskFile(join(this.waveFolder(name), 'submitted.json'), submittedFormat);
    return { wave, jobId: submitted?.jobId };
  }

  /** Indices of the tasks that have ended. */
  endsOf(name: string): ReadonlySet<number> {
    const files = unlessMissing(() => readdirSync(join(this.waveFolder(name), 'ends'))) ?? [];
    return new Set(files.flatMap((file) => (/^\d+\.json$/.test(file) ? [Number.parseInt(file, 10)] : [])));
  }

  readEnd({ wave, index }: TaskPlace): TaskEnd | undefined {
    return readTaskFile(endFile(this.waveFolder(wave), index), endFormat);
  }

  /** Of a wave that was forgotten, nobody wants to know. */
  writeEnd({ wave, index }: TaskPlace, end: TaskEnd): void {
    unlessMissing(() => replaceFileInPlace(endFile(this.waveFolder(wave), index), jsonText(end)));
  }

  /** Notes something for the runner in the folder of a job. @returns false when the job was forgotten meanwhile */
  note(key: JobKey, file: string, value: JsonObject): boolean {
    const path = join(this.jobFolder(key), file);
    const noted = unlessMissing(() => {
      replaceFileInPlace(path, jsonText(value));
      return true;
    });
    return noted === true;
  }

  /** The end of what a task printed; empty when nothing is there. */
  logTail(place: TaskPlace, bytes: number): string {
    return unlessRefused(() => endOfOwnFile(this.logFile(place), bytes))?.toString('utf8') ?? '';
  }

  /** Forgets a job, and its wave when no other of its jobs is left. */
  forget(key: JobKey): void {
    const place = this.placeOf(key);
    rmSync(this.jobFolder(key), { recursive: true, force: true });
    const wave = place === undefined ? undefined : this.readWave(place.wave);
    if (wave !== undefined && !this.#isNeeded(wave.wave)) this.#remove(wave.wave.name);
  }

  /** Removes the waves that no job needs any more, such as those of a runner that died while it submitted. */
  sweep(nowMs: number): void {
    const names = unlessMissing(() => readdirSync(join(this.root, 'waves'))) ?? [];
    for (const name of names.filter((one) => waveNamePattern.test(one))) {
      const known = this.readWave(name);
      const isGone = known === undefined ? this.#isOld(name, nowMs) : !this.#isNeeded(known.wave);
      if (isGone) unlessRefused(() => this.#remove(name));
    }
  }

  /** Whether the task is still the one that computes its job. */
  isCurrent(key: JobKey, { wave, index }: TaskPlace): boolean {
    const place = this.placeOf(key);
    return place?.wave === wave && place.index === index;
  }

  #isNeeded = ({ name, keys }: Wave): boolean =>
    keys.some((key, index) => this.isCurrent(key, { wave: name, index }));

  #isOld(name: string, nowMs: number): boolean {
    const state = lstatSync(this.waveFolder(name), { throwIfNoEntry: false });
    return state !== undefined && nowMs - state.mtimeMs > unfinishedMs;
  }

  #remove = (name: string): void => rmSync(this.waveFolder(name), { recursive: true, force: true });
}

const endFile = (waveFolder: string, index: number): string => join(waveFolder, 'ends', `${index}.json`);
const jsonText = (value: unknown): string => `${JSON.stringify(value)}\n`;
const writeJson = (path: string, value: unknown): void => writeFileSync(path, jsonText(value));
