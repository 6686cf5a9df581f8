/** Who did what in the run: tools, steps, the action of each job, and that of the whole. */
import type { Sha256 } from '../../schemas/ids.ts';
import type { JobRecord } from '../../schemas/record.ts';
import { type Entity, encodingOf, type Reference, ref, refs } from './crate-entity.ts';
import { objectPath, reportPath, sourcePath } from './layout.ts';
import { finishedAt, type RunContent, timesOf } from './run-content.ts';

export const runAction = '#run';
export const actionOf = ({ key }: Pick<JobRecord, 'key'>): string => `#job-${key}`;
export const languageId = '#manifest-language';
const runnerEntity = '#reprise';
const done = 'http://schema.org/CompletedActionStatus';

export interface StepOfRun {
  readonly name: string;
  readonly kind: string;
  readonly step: string;
  readonly tool: string;
}

/** The stages of which there are results; what a stage does besides its own kind of job is a step too. */
export function stagesOf({ records, manifest }: RunContent): readonly StepOfRun[] {
  const found = new Map<string, StepOfRun>();
  for (const record of records) {
    const stage = stepOf(record, manifest.stages);
    found.set(stage.step, stage);
  }
  return [...found.values()];
}

/** A label is `method/seed set/stage/rest`; trials belong to the stage of their search. */
function stepOf({ label, material: { kind } }: JobRecord, stages: object): StepOfRun {
  const named = label.split('/').find((part) => Object.hasOwn(stages, part));
  const name = named === undefined || named === kind ? kind : `${named}: ${kind}`;
  return { name, kind, step: `#step-${encodeURIComponent(name)}`, tool: `#tool-${encodeURIComponent(kind)}` };
}

/** @param paths of the files in the archive. @param isThere whether it has the object. */
export function actionEntities(
  content: RunContent,
  paths: readonly string[],
  isThere: (digest: Sha256) => boolean,
): readonly Entity[] {
  const { records, locked, manifest } = content;
  const steps = stagesOf(content);
  const objects = new Map<string, Entity>();
  const reference = (digest: Sha256, name: string): Reference => {
    if (isThere(digest)) return ref(objectPath(digest));
    const id = `#absent-${digest}`;
    // One object may be the output of several jobs, under several names.
    if (!objects.has(id)) objects.set(id, absentObject(id, digest, name));
    return ref(id);
  };
  const seeds = new Set(records.map(({ material }) => material.seed));
  const jobs = records.flatMap((record) => jobEntities(record, stepOf(record, manifest.stages), reference));
  return [
    { '@id': languageId, '@type': 'ComputerLanguage', name: 'Reprise manifest', alternateName: 'reprise' },
    ...softwareEntities(steps, locked.commit),
    ...[...seeds].map((seed) => ({
      '@id': `#seed-${seed}`,
      '@type': 'PropertyValue',
      name: 'seed',
      value: seed,
    })),
    ...wholeRun(content, paths),
    ...jobs,
    ...objects.values(),
  ];
}

function softwareEntities(steps: readonly StepOfRun[], commit: string): readonly Entity[] {
  const kinds = [...new Map(steps.map((step) => [step.tool, step.kind]))];
  return [
    { '@id': runnerEntity, '@type': 'SoftwareApplication', name: 'Reprise', softwareVersion: commit },
    ...kinds.map(([tool, kind]) => ({
      ...{ '@id': tool, '@type': 'SoftwareApplication', name: `Reprise, jobs of the kind ${kind}` },
      softwareVersion: commit,
    })),
    ...steps.map(({ step, tool, name }, i) => ({
      ...{ '@id': step, '@type': 'HowToStep', name },
      ...{ position: String(i + 1), workExample: ref(tool) },
    })),
  ];
}

function wholeRun(content: RunContent, paths: readonly string[]): readonly Entity[] {
  const { started, finished } = timesOf(content.records);
  const times = { startTime: zoned(started), endTime: zoned(finished) };
  const sources = [...content.sources.keys()].map(sourcePath);
  const reports = paths.filter((path) => path.startsWith(reportPath('')));
  return [
    {
      '@id': runAction,
      '@type': 'CreateAction',
      name: `Run of ${content.id}, profile ${content.profile}`,
      ...{ ...times, actionStatus: done },
      instrument: ref(encodeURI(sourcePath(content.manifestPath))),
      object: refs(sources.map(encodeURI)),
      result: refs(reports.map(encodeURI)),
    },
    {
      '@id': '#orchestration',
      '@type': 'OrganizeAction',
      name: 'Reprise carries the run out',
      ...times,
      instrument: ref(runnerEntity),
      object: content.records.map(({ key }) => ref(`#control-${key}`)),
      result: ref(runAction),
    },
  ];
}

function jobEntities(
  record: JobRecord,
  { step, tool }: StepOfRun,
  reference: (digest: Sha256, name: string) => Reference,
): readonly Entity[] {
  const { key, label, material, outputs, timing, artifactId } = record;
  return [
    {
      '@id': actionOf(record),
      '@type': 'CreateAction',
      name: label,
      identifier: artifactId,
      ...{ startTime: zoned(timing.startedAt), endTime: zoned(finishedAt(record)), actionStatus: done },
      instrument: ref(tool),
      object: compact([
        ref(`#seed-${material.seed}`),
        ...Object.entries(material.inputs).map(([name, digest]) => reference(digest, name)),
      ]),
      result: compact(Object.entries(outputs).map(([name, { digest }]) => reference(digest, name))),
    },
    {
      '@id': `#control-${key}`,
      '@type': 'ControlAction',
      name: `Reprise runs ${label}`,
      instrument: ref(step),
      object: ref(actionOf(record)),
    },
  ];
}

/** Process Run Crate wants times with a number for the zone. */
const zoned = (time: string): string => time.replace('Z', '+00:00');

/** As RO-Crate wants it: one value stands alone. */
const compact = (all: readonly Reference[]): Reference | readonly Reference[] => {
  const [first, ...others] = all;
  return first !== undefined && others.length === 0 ? first : all;
};

const absentObject = (id: string, digest: Sha256, name: string): Entity => ({
  ...{ '@id': id, '@type': 'CreativeWork', name, sha256: digest, encodingFormat: encodingOf(name) },
  description: 'Not in this archive; named by the SHA-256 of its bytes.',
});
