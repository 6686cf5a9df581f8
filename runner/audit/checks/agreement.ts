/** Whether lock, records, keys and manifest say the same. */

import { resolve } from 'node:path';
import { canonicalJson } from '../../../schemas/canonical.ts';
import type { LockedProfile } from '../../../schemas/lock.ts';
import type { JobRecord } from '../../../schemas/record.ts';
import { algorithmOf, workingBlobId } from '../../build/sources.ts';
import { lockedArtifactId } from '../../lock/at-commit.ts';
import { commitDifferences } from '../../lock/commit-entries.ts';
import { differenceText } from '../../lock/difference-text.ts';
import { differencesOfJob } from '../../lock/lock-difference.ts';
import { lockProblemText } from '../../lock/lock-problem.ts';
import { projectPath } from '../../project/project.ts';
import { outputDigests } from '../../store/record-file.ts';
import { committedSources, uncommittedText } from '../../study/committed-files.ts';
import type { AuditedJob, Evidence } from '../evidence.ts';
import { cannotTell, type Doubt, type Finding, judge, short } from '../finding.ts';

const firstLine = (text: string): string => text.split('\n')[0] ?? '';

/** The lock can be read, is that of the commit, and names this profile. */
export async function lockFindings(evidence: Evidence): Promise<Finding[]> {
  const { lock, locked, lockFile, experiment, call } = evidence;
  const check = 'integrity/lock';
  const run = `\`reprise run ${call}\` writes it; commit it`;
  if (!lock.ok) {
    const wrong = lock.failures.map((problem) => ({
      subject: lockFile,
      evidence: [firstLine(lockProblemText(problem))],
    }));
    if (lock.failures.some(({ reason }) => reason === 'lock-missing'))
      return [cannotTell(check, lockFile, 'no numbers are locked, so that none can have changed', run)];
    return judge({
      check,
      subject: lockFile,
      held: [],
      wrong,
      advice: `\`git checkout HEAD -- ${lockFile}\` restores the committed one`,
    });
  }
  if (locked === undefined) {
    return [cannotTell(check, lockFile, `the lock has no profile ${experiment.profile}`, run)];
  }
  const path = projectPath(experiment.project, resolve(lockFile));
  const entry = experiment.code.head.get(path);
  const isCommitted =
    entry !== undefined && workingBlobId(experiment.project.root, path, algorithmOf(entry.id)) === entry.id;
  return judge({
    check,
    subject: lockFile,
    held: [
      `${Object.keys(locked.jobs).length} jobs and ${Object.keys(locked.reports).length} report files, locked at commit ${short(locked.commit)}, as HEAD has it`,
    ],
    wrong: [
      ...(isCommitted
        ? []
        : [
            {
              subject: lockFile,
              evidence: [
                entry === undefined ? 'git does not know it' : 'its bytes are not those that HEAD has',
              ],
            },
          ]),
      ...(await commitDoubts(locked, evidence)),
    ],
    advice: 'commit it, or restore the committed one',
  });
}

/** What the lock says of its commit, against what that commit has. */
async function commitDoubts(locked: LockedProfile, { experiment }: Evidence): Promise<Doubt[]> {
  const { commit } = locked;
  const differences = await commitDifferences(experiment.project.root, commit, locked);
  if (differences === undefined)
    return [{ subject: `commit ${short(commit)}`, evidence: ['is not in this clone'] }];
  return differences.map(({ path, locked: said, found }) => ({
    subject: path,
    evidence: [
      `the lock says ${short(said ?? 'nothing')}, its commit ${short(commit)} has ${short(found ?? 'nothing')}`,
    ],
  }));
}

/** The manifest is the commit's, and the lock is of its settings. */
export function manifestFindings({ experiment, locked, call }: Evidence): Finding[] {
  const { project, code, files, manifestDigest } = experiment;
  const sources = committedSources(project, code, files);
  const uncommitted = sources.ok
    ? []
    : sources.failures.map((problem) => ({
        subject: problem.file,
        evidence: [firstLine(uncommittedText(problem))],
      }));
  const isOther = locked !== undefined && locked.manifest !== manifestDigest;
  return judge({
    check: 'integrity/manifest',
    subject: files.join(', '),
    held: [
      `as HEAD has it; resolved settings ${short(manifestDigest)}${locked === undefined ? '' : ', those of the lock'}`,
    ],
    wrong: [
      ...uncommitted,
      ...(isOther
        ? [
            {
              subject: files[0] ?? '',
              evidence: [
                `the lock is of the settings ${short(locked.manifest)}, the manifest now has ${short(manifestDigest)}`,
              ],
            },
          ]
        : []),
    ],
    advice: `commit the manifest, run \`reprise run ${call}\`, and commit the lock`,
  });
}

/** Outputs, seeds and metrics of each job are those that the lock has. */
export function agreementFindings({ jobs, locked, experiment, call }: Evidence): Finding[] {
  const check = 'integrity/agreement';
  if (locked === undefined)
    return [
      cannotTell(check, call, 'there is no lock to hold the records against', `\`reprise run ${call}\``),
    ];
  const compared = jobs.filter(({ record }) => record !== undefined);
  const wrong = compared.flatMap((job) => lockDoubts(job, locked.commit));
  if (compared.length === 0)
    return [cannotTell(check, call, 'the store has none of the locked jobs', `\`reprise run ${call}\``)];
  const engine = (['name', 'version', 'determinism'] as const).flatMap((field) =>
    compared.flatMap(({ label, record }) =>
      record?.engine[field] === locked.engine[field] || record?.material.kind === 'select'
        ? []
        : [
            {
              subject: label,
              evidence: [
                `engine ${field}: the record says ${record?.engine[field]}, the lock ${locked.engine[field]}`,
              ],
            },
          ],
    ),
  );
  return judge({
    check,
    subject: call,
    held: [
      `outputs, seeds and metrics of ${compared.length} records are those of the lock; engine ${experiment.manifest.engine}`,
    ],
    wrong: [...wrong, ...engine],
    advice: `\`reprise rerun ${call}\` recomputes both and says which is right`,
  });
}

function lockDoubts({ label, locked, record, metrics }: AuditedJob, commit: JobRecord['commit']): Doubt[] {
  if (locked === undefined || record === undefined) return [];
  const { key, material } = record;
  const job = { key, seed: material.seed, outputs: outputDigests(record.outputs) };
  const found = { ...job, artifactId: lockedArtifactId(job, commit), metrics: metrics ?? null };
  return differencesOfJob(label, locked, found).map((difference) => ({
    subject: label,
    evidence: [`record ${short(key)}: ${differenceText(difference).slice(label.length + 2)}`],
  }));
}

/** Each record is of the job that the manifest asks for, and read what the jobs before it left. */
export function materialFindings(evidence: Evidence): Finding[] {
  const { jobs, call, locked, experiment } = evidence;
  const isOther = locked !== undefined && locked.manifest !== experiment.manifestDigest;
  return judge({
    check: 'integrity/chain',
    subject: call,
    held: [
      'kind, seed and parameters of every record are those of the manifest, and its inputs the outputs of the jobs that it names',
    ],
    wrong: isOther ? [] : jobs.flatMap((job) => materialDoubts(job, evidence)),
    open: isOther
      ? [{ subject: call, evidence: ['the records are of other settings than the manifest has now'] }]
      : [],
    advice: `the record belongs to another job: \`reprise rerun ${call}\` recomputes it`,
  });
}

function materialDoubts({ label, job, record }: AuditedJob, { byLabel }: Evidence): Doubt[] {
  if (record === undefined) return [];
  const { material } = record;
  const doubt = (text: string): Doubt => ({
    subject: label,
    evidence: [`record ${short(record.key)}: ${text}`],
  });
  const inputs = Object.entries(job.inputs).flatMap(([name, { from, file }]) => {
    const maker = byLabel.get(from)?.record;
    if (maker === undefined || maker.outputs[file]?.digest === material.inputs[name]) return [];
    return [
      doubt(
        `${name} is ${short(material.inputs[name] ?? 'nothing')}, but ${file} of ${from} is ${short(maker.outputs[file]?.digest ?? 'nothing')}`,
      ),
    ];
  });
  return [
    ...(material.kind === job.kind ? [] : [doubt(`kind ${material.kind}, expected ${job.kind}`)]),
    ...(material.seed === job.seed ? [] : [doubt(`seed ${material.seed}, the manifest says ${job.seed}`)]),
    ...(canonicalJson(material.parameters) === canonicalJson(job.parameters)
      ? []
      : [doubt('other parameters than the manifest has')]),
    ...inputs,
  ];
}

/** Every key follows from the code, data and manifest of this folder. */
export function keyFindings({ jobs, call, experiment }: Evidence): Finding[] {
  const known = jobs.filter(({ key, plannedKey }) => plannedKey !== undefined && plannedKey === key);
  const check = 'integrity/keys';
  if (known.length === jobs.length) {
    return judge({
      check,
      subject: call,
      held: [
        `all ${jobs.length} keys recomputed from the code, data and manifest of this folder (commit ${short(experiment.code.commit)})`,
      ],
      wrong: [],
      advice: '',
    });
  }
  const why = experiment.hasData()
    ? 'the code that they reach has changed since, or what they read did'
    : 'the data set is not here';
  return [
    cannotTell(
      check,
      call,
      `${jobs.length - known.length} of ${jobs.length} keys are not those that this folder gives: ${why}`,
      `\`reprise rerun ${call}\` computes at the locked commit`,
    ),
  ];
}
