/** What is said of a stage that is asked for a metric that its jobs cannot have. */
import { metricParts } from '../../schemas/metrics.ts';
import type { ManifestView, StageView } from './manifest-view.ts';
import { hasField, measures, ownFields, seesOneSplit, trains } from './measured.ts';
import type { Path } from './node.ts';
import type { PlacedProblem } from './problem.ts';
import { closest } from './suggest.ts';

/** @param path where the metric is written */
export function notMeasured(view: ManifestView, path: Path, stage: StageView, metric: string): PlacedProblem {
  const other = { ...stage, measure: stage.measure === 'test' ? 'validation' : 'test' };
  const otherSplit = seesOneSplit(stage) && measures(other, metric);
  const reason = { reason: 'not-measured', metric, stage: stage.name, otherSplit } as const;
  return view.at(path, reason, lawOf(stage, metric));
}

interface Law {
  readonly expected: string;
  readonly found: string;
  readonly suggestion?: string | null;
}

function lawOf(stage: StageView, metric: string): Law {
  const { group, moment, field } = metricParts(metric);
  const found = descriptionOf(stage);
  if (!hasField(stage, field)) {
    const start = metric.slice(0, -field.length);
    const own = `${start}${ownFields.get(stage.kind ?? '')}`;
    return { expected: `${own} or ${start}loss from a ${stage.kind} stage`, found: metric, suggestion: own };
  }
  if (moment === null) return { expected: ownerOf(group), found };
  if (group === 'test' && trains(stage) && !seesOneSplit(stage)) {
    const others = `validation.${moment}.${field} or test.${field}`;
    return { expected: `${others}: test text is read at the end alone`, found: metric };
  }
  if (!stage.moments.includes(moment)) return missingMoment(stage, { group, moment, field });
  return { expected: `a training stage with measure: ${group} and measureAt.${moment}`, found };
}

function missingMoment(
  { name, moments }: StageView,
  asked: { group: string; moment: string; field: string },
): Law {
  const meant = closest(asked.moment, moments);
  const written = moments.map((moment) => `measureAt.${moment}`).join(', ');
  return {
    expected: `a training stage with measureAt.${asked.moment}`,
    found: written === '' ? `${name}, without measureAt` : `${name}, with ${written}`,
    suggestion: meant === null ? null : `${asked.group}.${meant}.${asked.field}`,
  };
}

/** A stage that can measure it. */
function ownerOf(group: string): string {
  if (group === 'test') return 'a training stage with measure: test';
  return group === 'validation' ? 'a stage that measures validation' : 'a search stage';
}

function descriptionOf({ name, kind, measure }: StageView): string {
  if (kind === 'search') return `${name}, a search`;
  return `${name}, a ${kind} stage${measure === undefined ? '' : ` with measure: ${measure}`}`;
}
