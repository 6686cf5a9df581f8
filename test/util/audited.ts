/** A small project with committed results, whose audit a test asks for after it has tampered. */
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { auditExperiment } from '../../runner/audit/audit.ts';
import { gatherEvidence } from '../../runner/audit/evidence.ts';
import type { Finding } from '../../runner/audit/finding.ts';
import { lockText } from '../../runner/lock/lock-file.ts';
import { findProject, type Project } from '../../runner/project/project.ts';
import { layoutOf, objectPath, recordPath } from '../../runner/store/layout.ts';
import { openStore } from '../../runner/store/open-store.ts';
import { recordText, sealRecord, type UnsealedRecord } from '../../runner/store/record-file.ts';
import type { Store } from '../../runner/store/store.ts';
import { openExperiment } from '../../runner/study/experiment.ts';
import { type LockedProfile, lockContract } from '../../schemas/lock.ts';
import type { JobRecord } from '../../schemas/record.ts';
import { consistent } from './locked.ts';
import { TestProject } from './project.ts';

export class Audited {
  readonly project: TestProject;
  readonly id: string;
  readonly #backup: string;
  #head = '';
  #known: { readonly state: string; readonly project: Project } | undefined;

  private constructor(project: TestProject, id: string) {
    this.project = project;
    this.id = id;
    this.#backup = join(project.root, '..', `${id}.backup`);
  }

  /** Runs the manifest, and commits the lock. */
  static async create(manifest: string, worker: 'fake' | 'real' = 'fake'): Promise<Audited> {
    const project = await TestProject.create();
    if (worker === 'real') project.useRealWorker();
    const id = /^id: (.*)$/m.exec(manifest)?.[1] ?? '';
    const audited = new Audited(project, id);
    project.write(audited.manifest, manifest);
    await project.commit('manifest');
    const { code, err } = await project.cli('run', id);
    expect(err).toContain('0 failed');
    expect(code).toBe(0);
    await project.commit('lock');
    audited.#head = await project.git('rev-parse', 'HEAD');
    cpSync(audited.store.root, audited.#backup, { recursive: true });
    return audited;
  }

  get manifest(): string {
    return `manifests/tests/${this.id}.yaml`;
  }

  get store(): Store {
    return openStore(join(this.project.root, 'artifacts'));
  }

  /** Everything as it was before anybody tampered. */
  async restore(): Promise<void> {
    rmSync(this.store.root, { recursive: true, force: true });
    cpSync(this.#backup, this.store.root, { recursive: true, preserveTimestamps: true });
    await this.project.git('reset', '--quiet', '--hard', this.#head);
  }

  /** All findings but those of the lists, which follow from the others. */
  async audit(): Promise<Finding[]> {
    const opened = await openExperiment(await this.#opened(), join(this.project.root, this.manifest), {
      optionalData: true,
      verifyData: true,
    });
    if (!opened.ok) throw new Error(`expected an experiment, found ${JSON.stringify(opened.failures)}`);
    const { findings } = await auditExperiment(gatherEvidence(opened.value), { margin: 0.05, sampled: [] });
    return findings.filter(({ check }) => !check.startsWith('checklists/'));
  }

  /** What is read of the code is read once for each state of it. */
  async #opened(): Promise<Project> {
    const state = `${await this.project.git('rev-parse', 'HEAD')}\n${this.project.read(this.manifest)}`;
    if (this.#known?.state === state) return this.#known.project;
    const found = findProject(this.project.root, {}, { XDG_CONFIG_HOME: join(this.project.root, 'none') });
    if (found?.ok !== true) throw new Error('expected a project');
    this.#known = { state, project: found.value };
    return found.value;
  }

  recordOf(label: string): JobRecord {
    const record = [...this.store.records()].find((each) => each.label === label);
    if (record === undefined) throw new Error(`expected a record of ${label}`);
    return record;
  }

  objectFile(label: string, output: string): string {
    const digest = this.recordOf(label).outputs[output]?.digest;
    if (digest === undefined) throw new Error(`expected ${output} of ${label}`);
    return objectPath(layoutOf(this.store.root), digest);
  }

  recordFile(label: string): string {
    return recordPath(layoutOf(this.store.root), this.recordOf(label).key);
  }

  /** A record that hangs together, with something else in it. */
  forgeRecord(label: string, change: (record: UnsealedRecord) => UnsealedRecord): void {
    const { digest: _digest, artifactId: _id, formatVersion: _version, ...unsealed } = this.recordOf(label);
    overwrite(this.recordFile(label), recordText(sealRecord(change(unsealed))));
  }

  /** The lock with something else in it, its artifact ids made to fit, committed. */
  async forgeLock(change: (profile: LockedProfile) => LockedProfile): Promise<void> {
    const file = `manifests/tests/${this.id}.lock.json`;
    const lock = lockContract.parse(this.project.read(file));
    if (!lock.ok) throw new Error('expected a lock');
    const profiles = Object.entries(lock.value.profiles).map(
      ([name, profile]) => [name, consistent(change(structuredClone(profile)))] as const,
    );
    this.project.write(
      file,
      lockText({ ...lock.value, formatVersion: 2, profiles: Object.fromEntries(profiles) }),
    );
    await this.project.commit('lock anew');
  }

  /** The manifest with other text, committed. */
  async edit(from: string | RegExp, to: string): Promise<void> {
    const text = this.project.read(this.manifest);
    const edited = text.replace(from, to);
    expect(edited).not.toBe(text);
    this.project.write(this.manifest, edited);
    await this.project.commit('manifest anew');
  }
}

/** Whatever lies there: the files of a store are read-only. */
export function overwrite(file: string, text: string | Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { recursive: true, force: true });
  writeFileSync(file, text);
}

export function replaceByLink(file: string): void {
  const copy = `${file}.copy`;
  writeFileSync(copy, readFileSync(file));
  rmSync(file, { force: true });
  symlinkSync(copy, file);
}
