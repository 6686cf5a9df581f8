/** Where the records come from: code, commits, runs, data. */
import { storeProblemText } from '../../store/store-problem-text.ts';
import { commitChecker } from '../../study/commit-checker.ts';
import { type Evidence, recordsOf } from '../evidence.ts';
import { cannotTell, type Doubt, type Finding, judge, short } from '../finding.ts';
import { gitLines } from '../history/git-lines.ts';

/** Every commit is there, holds what the records say, and is in the history of HEAD. */
export async function commitFindings(evidence: Evidence): Promise<Finding[]> {
  const { git, call } = evidence;
  const check = 'integrity/commits';
  const examine = await commitChecker(git);
  if (examine === undefined)
    return [cannotTell(check, call, 'there is no repository here', 'audit in a clone')];
  const records = recordsOf(evidence);
  const history = new Set((await gitLines(evidence, ['rev-list', 'HEAD'])) ?? []);
  const wrong: Doubt[] = [];
  const open: Doubt[] = [];
  for (const record of records) {
    const problem = await examine(record);
    const named = { subject: record.label };
    if (problem?.reason === 'commit-differs') wrong.push({ ...named, evidence: [storeProblemText(problem)] });
    else if (problem !== undefined)
      open.push({ ...named, evidence: [`commit ${short(record.commit)} is not in this clone`] });
    else if (!history.has(record.commit))
      wrong.push({
        ...named,
        evidence: [`computed at commit ${short(record.commit)}, which is not in the history of HEAD`],
      });
  }
  const commits = new Set(records.map(({ commit }) => commit));
  return judge({
    check,
    subject: call,
    held: [
      `${commits.size} commit(s), in the history of HEAD, with the trees that ${records.length} records name: ${[...commits].map(short).slice(0, 4).join(', ')}`,
    ],
    wrong,
    open,
    advice: `a result of code that this history does not have: \`reprise rerun ${call}\` computes it from this one`,
    openAdvice: 'fetch the commit, or rerun at one that is here',
  });
}

/** The code closure of each record is that which its commit's trees give, as far as they are those of this folder. */
export function codeFindings(evidence: Evidence): Finding[] {
  const { experiment, jobs, call } = evidence;
  const records = jobs.flatMap(({ record, job }) => (record === undefined ? [] : [{ record, job }]));
  const { trees, dirty } = experiment.code;
  const known = records.map(({ record, job }) => {
    const now = experiment.context.codeOf(job.kind, job.parameters);
    const isSame = (['sources', 'packages', 'tools'] as const).every(
      (part) => now[part] === record.material.code[part],
    );
    const sameTrees =
      dirty === null &&
      Object.entries(record.trees).length > 0 &&
      Object.entries(trees).every(([path, id]) => record.trees[path] === id);
    return { record, isSame, sameTrees };
  });
  const same = known.filter(({ isSame }) => isSame).length;
  return judge({
    check: 'integrity/code',
    subject: call,
    held: [`the code that ${same} jobs reach is known: files, packages and flags of this folder`],
    // Equal trees have equal closures.
    wrong: known.flatMap(({ record, isSame, sameTrees }) =>
      !isSame && sameTrees
        ? [
            {
              subject: record.label,
              evidence: [
                `record ${short(record.key)}: other code than its commit ${short(record.commit)} has`,
              ],
            },
          ]
        : [],
    ),
    open: known.some(({ isSame, sameTrees }) => !isSame && !sameTrees)
      ? [
          {
            subject: call,
            evidence: [
              `${records.length - same} of ${records.length} jobs reach other code than this folder has`,
            ],
          },
        ]
      : [],
    advice: `\`reprise rerun ${call}\``,
    openAdvice: `\`reprise rerun ${call}\` checks the locked commit out and computes with its code`,
  });
}

/** None was computed in a tree with uncommitted changes. */
export function dirtyFindings(evidence: Evidence): Finding[] {
  const records = recordsOf(evidence);
  return judge({
    check: 'integrity/clean',
    subject: evidence.call,
    held: [`${records.length} records, each of a committed tree`],
    wrong: records.flatMap(({ label, dirtyPatch, commit }) =>
      dirtyPatch === null
        ? []
        : [
            {
              subject: label,
              evidence: [
                `computed at commit ${short(commit)} with the uncommitted patch ${short(dirtyPatch)}`,
              ],
            },
          ],
    ),
    advice: 'commit the code and run again',
  });
}

/** Each record read the data set that is here, hashed anew. */
export function dataFindings({ experiment, jobs, call }: Evidence): Finding[] {
  const check = 'integrity/data';
  const readers = jobs.filter(({ job, record }) => job.kind !== 'select' && record !== undefined);
  if (!experiment.hasData()) {
    return [
      cannotTell(
        check,
        call,
        'the data set is not here, so that its files cannot be hashed',
        'add it: `reprise data list` shows what is missing',
      ),
    ];
  }
  const digests = new Set(readers.map(({ record }) => record?.material.data ?? null));
  return judge({
    check,
    subject: call,
    held: [
      digests.has(null) && digests.size === 1
        ? 'generated by code that the keys name'
        : `files hashed, digest ${[...digests].map((one) => short(one ?? 'generated')).join(', ')}`,
    ],
    wrong: readers.flatMap(({ label, job, record }) => {
      const expected = experiment.context.dataOf(job.parameters);
      const found = record?.material.data ?? null;
      return found === expected
        ? []
        : [
            {
              subject: label,
              evidence: [
                `read the data ${short(found ?? 'generated')}, here is ${short(expected ?? 'generated')}`,
              ],
            },
          ];
    }),
    advice: 'the number is of other data: get the data set that the record names, or run again',
  });
}

/** Where they ran: processor, system and Node.js of every record. */
export function environmentFindings(evidence: Evidence): Finding[] {
  const records = recordsOf(evidence);
  const places = new Set(
    records.map(
      ({ environment: { node, platform, arch, cpu } }) => `${cpu}, ${platform} ${arch}, Node.js ${node}`,
    ),
  );
  const isExact = records.every(({ engine }) => engine.determinism === 'bit-exact');
  const check = 'integrity/environment';
  if (records.length === 0)
    return [cannotTell(check, evidence.call, 'there are no records', `\`reprise run ${evidence.call}\``)];
  return judge({
    check,
    subject: evidence.call,
    held: [...places].slice(0, 4),
    wrong: [],
    // What is exact to the bit does not depend on where it ran.
    open:
      isExact || places.size === 1
        ? []
        : [
            {
              subject: evidence.call,
              evidence: [
                `${places.size} environments, and the engine gives the same numbers only within a tolerance: ${[...places].slice(0, 4).join('; ')}`,
              ],
            },
          ],
    advice: 'compare only what ran on one kind of machine',
  });
}
