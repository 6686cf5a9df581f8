/** What an audit says of seed sets, to the eye: the figures of report kinds that any table has without asking for them. */
import { reportKindOf } from '../../report/find-kind.ts';
import { buildReports } from '../../study/build-reports.ts';
import { reportSource } from '../../study/report-source.ts';
import { settingText } from '../../study/setting-text.ts';
import { type Evidence, hitsOf } from '../evidence.ts';
import { type Column, columnsOf } from './columns.ts';

export interface AuditFigure {
  /** What it shows, for those who do not see it. */
  readonly text: string;
  readonly svg: string;
}

/** Of each metric of a result, in the order of the reports. What a network is made of has no spread worth a figure. */
export async function seedSetFigures(evidence: Evidence): Promise<AuditFigure[]> {
  const { manifest, graph, store } = evidence.experiment;
  const columns = columnsOf(evidence).filter(({ metric }) => !metric.startsWith('model.'));
  const reports = Object.fromEntries(
    columns.flatMap((column, i) =>
      kindsFor(column, evidence).map((kind) => [`${kind}-${i}`, settingsOf(kind, column)]),
    ),
  );
  const asked = { ...manifest, reports };
  const built = await buildReports(
    asked,
    settingText(evidence.experiment),
    reportSource(graph, store, hitsOf(evidence)),
  );
  return built.flatMap(({ name, terminal, files }) => {
    const svg = files[`${name}.svg`];
    return svg === undefined ? [] : [{ text: terminal, svg }];
  });
}

/** Those that have something to show. */
function kindsFor({ stage }: Column, { experiment: { manifest, graph } }: Evidence): string[] {
  const of = manifest.stages[stage];
  const variants = new Set(graph.jobs.map(({ variant }) => variant)).size;
  const hasSets = Object.keys(manifest.seedSets).length > 1;
  // Where a seed trains several architectures, it makes no block.
  const isOneJobPerSeed = of === undefined || of.kind === 'search' || (of.select?.keep ?? 1) === 1;
  return [
    'seed-sets',
    ...(hasSets && variants > 1 ? ['ranks'] : []),
    ...(variants > 2 && isOneJobPerSeed ? ['critical-difference'] : []),
    ...(hasSets ? ['variance'] : []),
  ];
}

const settingsOf = (kind: string, { metric, stage, info }: Column) => ({
  ...{ kind, metric, stage, label: info.label, info },
  title: `${reportKindOf({ kind }).title}: ${info.label} of ${stage}`,
});
