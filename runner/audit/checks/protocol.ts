/** Whether what is compared was treated alike, and chosen without a look at the test set. */
import { canonicalJson } from '../../../schemas/canonical.ts';
import { reportKindOf } from '../../report/find-kind.ts';
import { mean } from '../../statistics/sum.ts';
import { groupBy } from '../../util/group-by.ts';
import type { AuditedJob, Evidence } from '../evidence.ts';
import { cannotTell, type Doubt, type Finding, judge } from '../finding.ts';

export const protocolFindings = (evidence: Evidence): Finding[] => [
  ...selectedOnValidation(evidence),
  ...equalBudgets(evidence),
  ...randomBaseline(evidence),
  ...sameRecipe(evidence),
  ...reportedSpread(evidence),
];

/** Selections and searches saw validation numbers only. */
function selectedOnValidation({ jobs, call, experiment: { manifest } }: Evidence): Finding[] {
  const selections = jobs.filter(({ job }) => job.kind === 'select');
  const rules = selections.filter(({ job }) => !String(job.parameters['metric']).startsWith('validation.'));
  const candidates = new Set(
    selections.flatMap(({ job }) => Object.values(job.inputs).map(({ from }) => from)),
  );
  const chosen = jobs.filter(({ label, job }) => candidates.has(label) || job.kind === 'search');
  const sawTest = chosen.filter(({ metrics }) => metrics?.test !== undefined);
  const splits = Object.entries(manifest.stages).flatMap(([name, stage]) =>
    stage.kind === 'search' ? [] : [`${name} measures ${stage.measure}`],
  );
  return judge({
    check: 'protocol/selection',
    subject: call,
    held: [
      `${selections.length} selections by a validation metric, and no candidate or search has a test number; ${splits.join(', ') || 'no stage trains'}`,
    ],
    wrong: [
      ...rules.map(({ label, job }) => ({
        subject: label,
        evidence: [`selects by ${job.parameters['metric']}`],
      })),
      ...sawTest.map(({ label }) => ({
        subject: label,
        evidence: ['a candidate that was measured on the test split'],
      })),
    ],
    advice: 'select by a validation metric; whoever selects on the test set reports it too low',
  });
}

/** Costs that differ by less are equal: a forward pass more or less is no advantage. */
const tolerance = 1.1;

/** What searches of the compared methods were given to spend. */
function equalBudgets({ jobs, call }: Evidence): Finding[] {
  const check = 'protocol/equal-budgets';
  const searches = jobs.filter(({ job }) => job.kind === 'search');
  const byMethod = groupBy(searches, ({ job }) => job.variant);
  if (byMethod.size < 2)
    return [
      cannotTell(
        check,
        call,
        `${byMethod.size} method, so that nothing is compared`,
        'none is needed where the report compares with nothing',
      ),
    ];
  const spent = [...byMethod].map(([variant, own]) => ({ variant, cost: meanCost(own) }));
  const unknown = spent.filter(({ cost }) => cost === null);
  if (unknown.length > 0)
    return [
      cannotTell(
        check,
        call,
        `no cost is known of ${unknown.map(({ variant }) => variant).join(', ')}`,
        `\`reprise run ${call}\``,
      ),
    ];
  const costs = spent.map(({ cost }) => cost ?? 0);
  const [least, most] = [Math.min(...costs), Math.max(...costs)];
  const listed = spent.map(({ variant, cost }) => `${variant} ${(cost ?? 0).toExponential(3)}`).slice(0, 12);
  const text = `multiply-adds of a search, mean over seeds: ${listed.join(', ')}`;
  const isEqual = most <= tolerance * least;
  return judge({
    check,
    subject: call,
    held: [`${text}; within a factor of ${tolerance}`],
    wrong: isEqual
      ? []
      : [
          {
            subject: call,
            evidence: [text, `the largest is ${(most / least).toFixed(2)} times the smallest`],
          },
        ],
    advice: 'give every method the same cost, or show the result against the cost',
  });
}

function meanCost(searches: readonly AuditedJob[]): number | null {
  const costs = searches.flatMap(
    ({ metrics }) => metrics?.cost?.simulatedSeconds ?? metrics?.cost?.multiplyAdds ?? [],
  );
  return costs.length === searches.length ? mean(costs) : null;
}

/** Random search, with the space, the stages and the seeds of the others. */
function randomBaseline({ experiment: { manifest, graph }, call }: Evidence): Finding[] {
  const check = 'protocol/random-baseline';
  if (!graph.jobs.some(({ kind }) => kind === 'search'))
    return [cannotTell(check, call, 'no method searches', 'none is needed')];
  const baselines = Object.entries(manifest.methods).flatMap(([name, { settings }]) =>
    settings.kind === 'random' ? [name] : [],
  );
  const kinds = Object.values(manifest.methods).map(({ settings }) => settings.kind);
  return judge({
    check,
    subject: call,
    held: [`method ${baselines.join(', ')} is random search, on the same space, stages and seeds`],
    wrong:
      baselines.length > 0
        ? []
        : [
            {
              subject: call,
              evidence: [`methods of kind ${[...new Set(kinds)].join(', ')}, none of kind random`],
            },
          ],
    advice:
      'add a method of kind random with the cost of the others (Li and Talwalkar 2019, Lindauer and Hutter 2020)',
  });
}

/** Trainings of one stage have one recipe, on one task. */
function sameRecipe({ jobs, call }: Evidence): Finding[] {
  const trainings = jobs.filter(({ job }) => job.kind === 'train');
  const check = 'protocol/same-recipe';
  if (trainings.length === 0)
    return [
      cannotTell(
        check,
        call,
        'nothing is trained after the searches',
        'none is needed where searches report what they found',
      ),
    ];
  const wrong = [...groupBy(trainings, ({ job }) => job.stage)].flatMap(([stage, own]): Doubt[] => {
    const recipes = new Map(own.map(({ job }) => [canonicalJson(job.parameters), job.variant]));
    return recipes.size === 1
      ? []
      : [
          {
            subject: `stage ${stage}`,
            evidence: [`${recipes.size} recipes: ${[...recipes.values()].slice(0, 6).join(', ')} differ`],
          },
        ];
  });
  return judge({
    check,
    subject: call,
    held: [
      `${trainings.length} trainings; in each stage all methods have the same data, space and hyperparameters`,
    ],
    wrong,
    advice: 'train what is compared alike; a matrix over a stage compares recipes, not methods',
  });
}

/** A result is shown with the spread of several seeds, not as its best one alone. */
function reportedSpread({ experiment: { manifest, graph }, call }: Evidence): Finding[] {
  const check = 'protocol/spread';
  const tables = Object.entries(manifest.reports).filter(([, { kind }]) => kind === 'table');
  if (tables.length === 0)
    return [
      cannotTell(
        check,
        call,
        'no report is a table of results',
        'look at the reports: whether each shows the spread over seeds',
      ),
    ];
  const columns = tables.flatMap(([report, settings]) =>
    reportKindOf(settings)
      .reads(settings)
      .map((column) => ({ report, ...column })),
  );
  const results = columns.filter(
    ({ metric }) => metric !== null && !metric.startsWith('cost.') && !metric.startsWith('model.'),
  );
  const alone = results.filter(
    ({ metric, stage }) =>
      !results.some((other) => other.metric === metric && other.stage === stage && other.show === 'mean'),
  );
  const single = [
    ...groupBy(
      graph.jobs.filter(({ kind }) => kind !== 'select'),
      ({ variant, seedSet, stage }) => `${variant}/${seedSet}/${stage}`,
    ),
  ].filter(([, own]) => own.length < 2 && results.some(({ stage }) => stage === own[0]?.stage));
  return judge({
    check,
    subject: call,
    held: [
      'every result is printed as mean, sample standard deviation and n over at least two seeds of each set',
    ],
    wrong: [
      ...alone.map(({ report, label, show }) => ({
        subject: `${report}, ${label}`,
        evidence: [`shows the ${show} of the seeds alone`],
      })),
      ...single.map(([cell]) => ({ subject: cell, evidence: ['one seed has no spread'] })),
    ],
    advice: 'add a column with `show: mean`, and seeds',
  });
}
