/** Whether every declared seed ran and is behind the number, and no other. */
import { labelPattern } from '../../../schemas/lock.ts';
import { droppedSeeds } from '../../study/dropped-seeds.ts';
import type { Evidence } from '../evidence.ts';
import { type Doubt, type Finding, judge } from '../finding.ts';
import { lockVersions } from '../history/lock-versions.ts';

export async function seedFindings(evidence: Evidence): Promise<Finding[]> {
  return [
    ...declared(evidence),
    ...(await dropped(evidence)),
    ...added(evidence),
    ...shared(evidence),
    ...independent(evidence),
  ];
}

const seedText = (seeds: readonly number[]): string => [...new Set(seeds)].sort((a, b) => a - b).join(', ');

/** Each job of each seed is in the lock and measured what the reports show. */
function declared({ jobs, locked, call, experiment: { manifest } }: Evidence): Finding[] {
  const lacking = locked === undefined ? [] : jobs.filter((job) => job.locked === undefined);
  const silent = jobs.filter(
    ({ job, record, metrics }) => job.kind !== 'select' && record !== undefined && metrics === undefined,
  );
  const seeds = jobs.filter(({ job }) => job.kind !== 'select').map(({ job }) => job.seed);
  return judge({
    check: 'seeds/declared',
    subject: call,
    held: [
      `${Object.keys(manifest.seedSets).length} seed set(s); the jobs of all ${new Set(seeds).size} seeds are there: ${seedText(seeds)}`,
    ],
    wrong: [
      ...lacking.map(({ label, job }) => ({
        subject: label,
        evidence: [`seed ${job.seed} is declared, and the lock lacks its job`],
      })),
      ...silent.map(({ label }) => ({ subject: label, evidence: ['its metrics cannot be read'] })),
    ],
    open:
      locked === undefined
        ? jobs
            .filter(({ record }) => record === undefined)
            .map(({ label }) => ({ subject: label, evidence: ['not computed'] }))
        : [],
    advice: `run every declared seed: \`reprise run ${call}\``,
  });
}

/** Seeds of the past whose results are known, and that the manifest has no more. */
async function dropped(evidence: Evidence): Promise<Finding[]> {
  const { experiment, byLabel, call } = evidence;
  const stages = new Set(Object.keys(experiment.manifest.stages));
  const now = new Set(evidence.jobs.map(({ job }) => `${job.stage}\0${job.seed}`));
  const known = droppedSeeds(experiment).map(({ seed, labels }) => ({
    subject: `seed ${seed}`,
    evidence: [`computed as ${labels.slice(0, 3).join(', ')}`],
  }));
  const versions = (await lockVersions(evidence)) ?? [];
  const past = versions.flatMap(({ commit, locked }) =>
    Object.entries(locked?.jobs ?? {}).flatMap(([label, { seed }]): Doubt[] => {
      const stage = label.split('/').at(-2) ?? '';
      const isSeed =
        stages.has(stage) &&
        !label.endsWith('/select') &&
        experiment.manifest.stages[stage]?.seeds === 'each';
      return byLabel.has(label) || !isSeed || now.has(`${stage}\0${seed}`)
        ? []
        : [{ subject: `seed ${seed}`, evidence: [`locked as ${label} at commit ${commit.slice(0, 12)}`] }];
    }),
  );
  const once = new Map([...known, ...past].map((doubt) => [doubt.subject, doubt]));
  return judge({
    check: 'seeds/none-dropped',
    subject: call,
    held: [
      `journals, the latest run and ${versions.length} version(s) of the lock name no seed that the manifest has no more`,
    ],
    wrong: [...once.values()],
    advice: 'put the seed back, or tell your readers why it is left out',
  });
}

/** Jobs that the lock has and the manifest does not. */
function added({ locked, byLabel, call }: Evidence): Finding[] {
  const extra = Object.keys(locked?.jobs ?? {}).filter(
    (label) => labelPattern.test(label) && !byLabel.has(label),
  );
  return judge({
    check: 'seeds/none-added',
    subject: call,
    held: ['the lock has no job that the manifest does not ask for'],
    wrong: extra.map((label) => ({ subject: label, evidence: ['the lock has it, the manifest does not'] })),
    advice: `\`reprise run ${call}\` locks what the manifest asks for`,
  });
}

/** Sets that are compared as independent have no seed in common, also where a stage has more seeds than its set. */
function shared({ jobs, call }: Evidence): Finding[] {
  const sets = new Map<string, Set<number>>();
  for (const { job } of jobs) {
    if (job.kind === 'select') continue;
    const own = sets.get(job.seedSet) ?? new Set();
    sets.set(job.seedSet, own.add(job.seed));
  }
  const pairs = [...sets].flatMap(([a, seeds], i) =>
    [...sets]
      .slice(i + 1)
      .map(([b, others]) => ({ a, b, both: [...seeds].filter((seed) => others.has(seed)) })),
  );
  return judge({
    check: 'seeds/sets-disjoint',
    subject: call,
    held: [`${sets.size} seed set(s) without a common seed, those that stages add included`],
    wrong: pairs.flatMap(({ a, b, both }) =>
      both.length === 0 ? [] : [{ subject: `${a} and ${b}`, evidence: [`both have seed ${seedText(both)}`] }],
    ),
    advice:
      'leave more room between the sets: a stage with more seeds than its set goes on with the next integers',
  });
}

/**
 * A seed gives other random numbers to a search than to a training, and to a training that is validated than to one that is
 * tested. Two trainings that measure the same split begin alike, so that a lucky start that was selected comes back.
 */
function independent({ experiment: { manifest, graph }, call }: Evidence): Finding[] {
  const seedsOf = (stage: string): Set<number> =>
    new Set(graph.jobs.filter((job) => job.stage === stage && job.kind !== 'select').map(({ seed }) => seed));
  const wrong = Object.entries(manifest.stages).flatMap(([name, stage]): Doubt[] => {
    if (stage.kind === 'search' || stage.select === null) return [];
    const from = manifest.stages[stage.from];
    if (from === undefined || from.kind === 'search' || from.measure !== stage.measure) return [];
    const both = [...seedsOf(name)].filter((seed) => seedsOf(stage.from).has(seed));
    return both.length === 0
      ? []
      : [
          {
            subject: `stages ${stage.from} and ${name}`,
            evidence: [
              `both train and measure ${stage.measure} with seed ${seedText(both)}, so that what was selected for its luck begins alike`,
            ],
          },
        ];
  });
  return judge({
    check: 'seeds/evaluation-independent',
    subject: call,
    held: [
      'no evaluation has the random numbers of what it was selected by: they are split by kind of job and by what is measured',
    ],
    wrong,
    advice: 'evaluate with `measure: test`, or with seeds that the selection has not seen',
  });
}
