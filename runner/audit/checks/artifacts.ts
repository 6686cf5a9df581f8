/** Whether the files behind the numbers are there, and are what their names say. */
import type { JobRecord } from '../../../schemas/record.ts';
import type { ReadOnlyStore } from '../../store/read-only-store.ts';
import { outputUses } from '../../store/record-objects.ts';
import type { ObjectProblem } from '../../store/store-problem.ts';
import { type Evidence, recordsOf } from '../evidence.ts';
import { type Doubt, type Finding, judge, short } from '../finding.ts';

const again = 'look into who changed it; `reprise fsck` moves it to quarantine, and a run computes it again';
const compute = (call: string): string =>
  `compute it here: \`reprise run ${call}\`, or \`reprise rerun ${call}\` from the locked commit`;

/** Records that are there and hang together. */
export function recordFindings({ jobs, call }: Evidence): Finding[] {
  const there = jobs.filter(({ record }) => record !== undefined);
  const absent = jobs.filter(({ record, damage }) => record === undefined && damage === undefined);
  return judge({
    check: 'integrity/records',
    subject: call,
    held: [
      `${there.length} records, each with the digest of its content, the key of its material and its artifact id`,
    ],
    wrong: jobs.flatMap(({ label, key, damage }) =>
      damage === undefined ? [] : [{ subject: label, evidence: [`record ${short(key ?? '')} ${damage}`] }],
    ),
    open: absent.map(({ label, key }) => ({
      subject: label,
      evidence: [key === undefined ? 'not computed' : `no record ${short(key)} in the store`],
    })),
    advice: again,
    openAdvice: compute(call),
  });
}

/** Every output of every record, hashed. */
export function artifactFindings(evidence: Evidence): Finding[] {
  const { store } = evidence.experiment;
  const records = recordsOf(evidence);
  const problems = records.flatMap((record) => badOutputs(record, store));
  const files = records.reduce((count, { outputs }) => count + Object.keys(outputs).length, 0);
  const trials = lostTrials(evidence);
  return judge({
    check: 'integrity/artifacts',
    subject: evidence.call,
    held: [`${files} outputs of ${records.length} records hashed, every one is what its name says`],
    wrong: problems.filter(({ isLost }) => !isLost),
    open: [...problems.filter(({ isLost }) => isLost), ...trials],
    advice: again,
    openAdvice: compute(evidence.call),
  });
}

type BadOutput = Doubt & { readonly isLost: boolean };

function badOutputs(record: JobRecord, store: ReadOnlyStore): BadOutput[] {
  return outputUses(record).flatMap(({ digest, bytes, use }) => {
    const problem = store.objectProblem(digest);
    const size = problem === undefined ? store.objectBytes(digest) : bytes;
    const text =
      problem !== undefined
        ? objectText(problem)
        : size === bytes
          ? undefined
          : `is ${size} bytes, the record says ${bytes}`;
    if (text === undefined) return [];
    const what = use.output ?? 'the patch of its dirty tree';
    return [
      {
        subject: record.label,
        evidence: [`${what}, objects/${digest.slice(0, 2)}/${short(digest)}…: ${text}`],
        isLost: problem?.reason === 'object-missing',
      },
    ];
  });
}

function objectText(problem: ObjectProblem): string {
  switch (problem.reason) {
    case 'object-missing':
      return 'is not there';
    case 'object-corrupt':
      return `hashes to ${short(problem.found)}`;
    case 'object-odd':
      return `is ${problem.what}`;
    case 'object-size':
      return `is ${problem.found} bytes, the record says ${problem.recorded}`;
    default:
      return problem satisfies never;
  }
}

/** A trial whose record is gone leaves the search without what it rests on. */
const lostTrials = ({ jobs, experiment: { store } }: Evidence): Doubt[] =>
  jobs.flatMap(({ label, trials }) =>
    trials
      .filter(({ key }) => store.findRecord(key) === undefined)
      .map(({ trial, key }) => ({
        subject: `${label}/t${trial}`,
        evidence: [`no record ${short(key)} in the store`],
      })),
  );
