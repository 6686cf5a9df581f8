/** Whether the protocol was fixed before the results, told by the commit graph and the times that records hold. */
import type { JobRecord } from '../../../schemas/record.ts';
import { expand } from '../../graph/expand.ts';
import { type FieldDifference, fieldDifferences } from '../../graph/material-difference.ts';
import type { Evidence } from '../evidence.ts';
import { cannotTell, type Doubt, type Finding, judge, short } from '../finding.ts';
import { gitLines } from '../history/git-lines.ts';
import { type LockVersion, lockVersions } from '../history/lock-versions.ts';
import {
  type ManifestVersion,
  manifestAt,
  manifestVersions,
  protocolOf,
} from '../history/manifest-versions.ts';

export async function historyFindings(evidence: Evidence): Promise<Finding[]> {
  const { call } = evidence;
  const manifests = await manifestVersions(evidence);
  const locks = await lockVersions(evidence);
  const isShallow = (await gitLines(evidence, ['rev-parse', '--is-shallow-repository']))?.[0] === 'true';
  if (manifests === undefined || locks === undefined || isShallow) {
    const why = isShallow
      ? 'the clone is shallow, so that the history is not here'
      : 'there is no repository here';
    return [cannotTell('history/order', call, why, '`git fetch --unshallow`, or audit in a whole clone')];
  }
  // The graph decides what came first: a date can be chosen.
  const history = (await gitLines(evidence, ['rev-list', '--topo-order', '--reverse', 'HEAD'])) ?? [];
  const order = new Map(history.map((commit, i) => [commit, i]));
  return [
    ...(await seedsFirst(evidence)),
    ...(await commitsFirst(evidence)),
    ...(await datesInOrder(evidence, [...manifests, ...locks])),
    ...protocolChanges(evidence, manifests, locks, order),
    ...numberChanges(evidence, locks),
  ];
}

const jobRecords = ({ jobs }: Evidence): JobRecord[] =>
  jobs.flatMap(({ record }) => (record === undefined ? [] : [record]));

/** The manifest of each record's commit has its seed. */
async function seedsFirst(evidence: Evidence): Promise<Finding[]> {
  const records = jobRecords(evidence).filter(({ material }) => material.kind !== 'select');
  const wrong: Doubt[] = [];
  const open: Doubt[] = [];
  for (const commit of new Set(records.map((record) => record.commit))) {
    const manifest = await manifestAt(evidence, commit);
    const own = records.filter((record) => record.commit === commit);
    if (manifest === null) {
      open.push({
        subject: `commit ${short(commit)}`,
        evidence: [`${own.length} records name it, and it has no manifest that can be read`],
      });
      continue;
    }
    const seeds = new Set(expand(manifest).jobs.map(({ seed }) => seed));
    const early = own.filter(({ material }) => !seeds.has(material.seed));
    wrong.push(
      ...early.map(({ label, material }) => ({
        subject: label,
        evidence: [`ran at commit ${short(commit)}, whose manifest does not have seed ${material.seed}`],
      })),
    );
  }
  return judge({
    check: 'history/seeds-first',
    subject: evidence.call,
    held: [`the manifest of every record's commit has its seed (${records.length} records)`],
    wrong,
    open,
    advice: 'seeds must be committed before they run: run again from the commit that has them',
    openAdvice: 'a result of an earlier form of the manifest, or of another one: run again to have its own',
  });
}

/** No record began before the commit that it names was made. */
async function commitsFirst(evidence: Evidence): Promise<Finding[]> {
  const records = jobRecords(evidence);
  const wrong: Doubt[] = [];
  for (const commit of new Set(records.map((record) => record.commit))) {
    const [time] = (await gitLines(evidence, ['show', '--no-patch', '--format=%ct', commit])) ?? [];
    if (time === undefined) continue;
    const made = new Date(Number(time) * 1000).toISOString();
    for (const { label, timing, commit: own } of records) {
      if (own !== commit || timing.startedAt >= made) continue;
      wrong.push({
        subject: label,
        evidence: [`started ${timing.startedAt}, its commit ${short(commit)} is of ${made}`],
      });
    }
  }
  return judge({
    check: 'history/commit-before-run',
    subject: evidence.call,
    held: [`none of ${records.length} records began before its commit was made`],
    wrong,
    advice: 'the commit was made, or made over, after the result: run again from it',
  });
}

/** Clocks of two people differ by seconds. */
const toleranceSeconds = 3600;

/** A commit that is older than its parent was given a false date. */
async function datesInOrder(
  evidence: Evidence,
  dated: readonly { readonly commit: string }[],
): Promise<Finding[]> {
  const lines = (await gitLines(evidence, ['log', '--format=%H %ct %P', 'HEAD'])) ?? [];
  const commits = new Map(
    lines.map((line) => {
      const [commit = '', time = '', ...parents] = line.split(' ');
      return [commit, { time: Number(time), parents }];
    }),
  );
  const relevant = new Set([
    ...dated.map(({ commit }) => commit),
    ...jobRecords(evidence).map(({ commit }) => commit),
  ]);
  const wrong = [...relevant].flatMap((commit): Doubt[] => {
    const own = commits.get(commit);
    const late = own?.parents.find(
      (parent) => (commits.get(parent)?.time ?? 0) > own.time + toleranceSeconds,
    );
    if (own === undefined || late === undefined) return [];
    const day = (time = 0): string => new Date(time * 1000).toISOString();
    return [
      {
        subject: `commit ${short(commit)}`,
        evidence: [
          `is dated ${day(own.time)}, before its parent ${short(late)} of ${day(commits.get(late)?.time)}`,
        ],
      },
    ];
  });
  return judge({
    check: 'history/dates',
    subject: evidence.call,
    held: [`${relevant.size} commits of manifest, lock and records, none dated before its parents`],
    wrong,
    advice: 'ask who made the commit when; a date that is in order proves nothing by itself',
  });
}

const changeText = ({ path, before, now }: FieldDifference): string =>
  `${path}: ${before ?? 'nothing'} -> ${now ?? 'nothing'}`;
const mostFields = 6;

/** Seeds, selection or budget that changed after the first results were locked. */
function protocolChanges(
  evidence: Evidence,
  manifests: readonly ManifestVersion[],
  locks: readonly LockVersion[],
  order: ReadonlyMap<string, number>,
): Finding[] {
  const check = 'history/protocol';
  const first = locks.find(({ locked, isUnreadable }) => locked !== undefined || isUnreadable);
  if (first === undefined)
    return [
      cannotTell(
        check,
        evidence.call,
        'no results of this profile were ever locked',
        'commit the lock of each run',
      ),
    ];
  const placeOf = ({ commit }: { readonly commit: string }): number => order.get(commit) ?? -1;
  const readable = manifests.filter(({ manifest }) => manifest !== null);
  const wrong = readable.flatMap((version, i): Doubt[] => {
    const before = readable[i - 1];
    if (placeOf(version) <= placeOf(first) || !before?.manifest || !version.manifest) return [];
    const changes = fieldDifferences(protocolOf(before.manifest), protocolOf(version.manifest)).map(
      changeText,
    );
    if (changes.length === 0) return [];
    const rest = changes.length > mostFields ? [`and ${changes.length - mostFields} more`] : [];
    return [
      { subject: `commit ${short(version.commit)}`, evidence: [...changes.slice(0, mostFields), ...rest] },
    ];
  });
  return judge({
    check,
    subject: evidence.call,
    held: [
      `seeds, selection and budget are those of the first locked results (commit ${short(first.commit)}), in ${manifests.length} version(s) of the manifest`,
    ],
    wrong,
    advice:
      'results were known when this changed: tell your readers what changed and why, or use seeds that nobody has seen',
  });
}

/** Locked numbers that changed though the computation did not. */
function numberChanges(evidence: Evidence, locks: readonly LockVersion[]): Finding[] {
  const versions = locks.filter(({ locked }) => locked !== undefined);
  const wrong: Doubt[] = [];
  const told: string[] = [];
  for (const [i, { commit, locked }] of versions.entries()) {
    const before = versions[i - 1]?.locked;
    if (before === undefined || locked === undefined) continue;
    const both = Object.keys(locked.jobs).filter((label) => Object.hasOwn(before.jobs, label));
    const same = both.filter((label) => locked.jobs[label]?.key === before.jobs[label]?.key);
    const changed = same.filter(
      (label) => JSON.stringify(locked.jobs[label]?.outputs) !== JSON.stringify(before.jobs[label]?.outputs),
    );
    wrong.push(
      ...changed.map((label) => ({
        subject: label,
        evidence: [`commit ${short(commit)} locks other outputs under the same key`],
      })),
    );
    const moved = both.length - same.length;
    if (moved > 0)
      told.push(`commit ${short(commit)}: ${moved} jobs computed anew, by other code or settings`);
  }
  return judge({
    check: 'history/locked-numbers',
    subject: evidence.call,
    held: [
      `${versions.length} readable version(s) of the lock; no number changed under the same key`,
      ...told.slice(-mostFields),
    ],
    wrong,
    advice: `the same computation cannot have two results: \`reprise rerun ${evidence.call}\` says which is right`,
  });
}
