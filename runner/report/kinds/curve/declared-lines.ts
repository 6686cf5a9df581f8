/** The lines that a program of the user's own adds to a trajectory: metrics as its task declares them, and what it likes. */
import type { JsonObject } from '../../../../schemas/json.ts';
import type { TrajectoryPhases } from '../../../../schemas/trajectory-phases.ts';
import { mapIn, textIn } from '../../../manifest-tree/loose.ts';
import type { ManifestView, StageView } from '../../../manifest-tree/manifest-view.ts';

type Phase = readonly [string, TrajectoryPhases[string]];

/** What searches say of the scores of their trials. */
const scored: ReadonlySet<string> = new Set(['score', 'decision', 'incumbent']);

/** @param report its fields without dots are the program's own, and taken as they are */
export function withDeclared(
  { plain }: Pick<ManifestView, 'plain'>,
  { kind, measure }: StageView,
  report: JsonObject,
  phases: readonly Phase[],
): Phase[] {
  const split = kind === 'search' ? 'validation' : (measure ?? 'validation');
  const names = Object.keys(mapIn(mapIn(plain, 'task'), 'metrics')).filter((name) =>
    name.startsWith(`${split}.`),
  );
  const known = new Set(phases.flatMap(([, fields]) => Object.keys(fields)));
  const scores = names.map(scoreField);
  const own = ['x', 'y'].flatMap((axis) => {
    const field = textIn(report, axis);
    const isOwn = field !== undefined && !field.includes('.') && !known.has(field) && !scores.includes(field);
    return isOwn ? [field] : [];
  });
  return phases.map(([phase, fields]) => {
    const added = phase === 'report' ? [...names, ...own] : scored.has(phase) ? scores : [];
    return [
      phase,
      { ...fields, ...Object.fromEntries(added.map((name) => [name, 'as the program measures it'])) },
    ];
  });
}

/** As the lines of a search call a score: `validationErrorPercent`. */
const scoreField = (metric: string): string =>
  metric.replace(/\.(.)/, (_, letter: string) => letter.toUpperCase());
