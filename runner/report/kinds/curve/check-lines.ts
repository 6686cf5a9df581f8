/** A curve is drawn from lines that the jobs of its stage write. */
import { isCommandTask } from '../../../../schemas/command.ts';
import { methodForms, tasksFit } from '../../../../schemas/fit.ts';
import type { JsonObject } from '../../../../schemas/json.ts';
import { type TrajectoryPhases, trajectoryPhases } from '../../../../schemas/trajectory-phases.ts';
import { mapIn, mapsIn, textIn } from '../../../manifest-tree/loose.ts';
import type { ManifestView, StageView } from '../../../manifest-tree/manifest-view.ts';
import type { ManifestProblem } from '../../../manifest-tree/problem.ts';
import { anyOf, choiceAmong } from '../../../manifest-tree/suggest.ts';
import { checkStage } from '../../check/stages.ts';
import { withDeclared } from './declared-lines.ts';
import { gradientFields, gradientPhase, withGradients } from './gradient-lines.ts';

export function checkCurve(
  view: ManifestView,
  report: JsonObject,
  path: readonly string[],
): ManifestProblem[] {
  const stage = view.stages.get(textIn(report, 'stage') ?? '');
  return stage ? checkLines(view, stage, report, path) : checkStage(view, report, path);
}

/** A method whose lines alone lack something is missing in the figure; here no method has it. */
function checkLines(
  view: ManifestView,
  stage: StageView,
  report: JsonObject,
  path: readonly string[],
): ManifestProblem[] {
  const written = phasesOf(view, stage);
  if (written === undefined) return [];
  const phases = isCommandTask(view.plain['task']) ? withDeclared(view, stage, report, written) : written;
  const names = [...new Set(phases.map(([name]) => name))];
  if (names.length === 0) {
    const reason = { reason: 'does-not-fit', what: 'stage', word: stage.name, partner: 'a curve' } as const;
    const expected = 'a stage whose jobs write numbers to trajectory.jsonl';
    return [view.at([...path, 'stage'], reason, { expected, found: stage.name })];
  }
  const phase = textIn(report, 'phase');
  if (phase !== undefined && !names.includes(phase)) {
    const reason = { reason: 'unknown-value', what: 'phase', value: phase } as const;
    return [view.at([...path, 'phase'], reason, choiceAmong(names, phase))];
  }
  const lines = phases.filter(([name]) => phase === undefined || name === phase).map(([, fields]) => fields);
  return checkFields(view, lines, report, path);
}

type Fields = TrajectoryPhases[string];

function checkFields(
  view: ManifestView,
  lines: readonly Fields[],
  report: JsonObject,
  path: readonly string[],
): ManifestProblem[] {
  const [x, y] = [textIn(report, 'x'), textIn(report, 'y')];
  if (x === undefined || y === undefined) return [];
  const fields = fieldsOf(lines);
  const unknown = Object.entries({ x, y }).filter(([, field]) => !fields.includes(field));
  if (unknown.length > 0) {
    return unknown.map(([axis, value]) => {
      const reason = { reason: 'unknown-value', what: 'field', value } as const;
      return view.at([...path, axis], reason, choiceAmong(fields, value));
    });
  }
  const withX = lines.filter((line) => Object.hasOwn(line, x));
  if (withX.some((line) => Object.hasOwn(line, y))) return [];
  const reason = { reason: 'does-not-fit', what: 'field', word: y, partner: `x: ${x}` } as const;
  const expected = anyOf(fieldsOf(withX).filter((field) => field !== x));
  return [view.at([...path, 'y'], reason, { expected, found: y })];
}

const fieldsOf = (lines: readonly Fields[]): string[] => [
  ...new Set(lines.flatMap((line) => Object.keys(line))),
];

/** Undefined when the task, the stage or a method is none, which is a problem of its own. */
function phasesOf(view: ManifestView, { kind }: StageView): (readonly [string, Fields])[] | undefined {
  const task = Object.entries(tasksFit).find(([name]) => name === textIn(mapIn(view.plain, 'task'), 'kind'));
  const declared = Object.entries(trajectoryPhases).find(([name]) => name === task?.[0])?.[1];
  if (!task || !declared || !task[1].stages.some((fitting) => fitting === kind)) return undefined;
  if (kind !== 'search') return Object.entries(declared.stage);
  const kinds = mapsIn(view.plain, 'methods').map(([, method]) => textIn(method, 'kind') ?? '');
  if (kinds.some((method) => !Object.hasOwn(methodForms, method))) return undefined;
  const forms = new Set(kinds.flatMap((method) => methodForms[method] ?? []));
  const gradients = kinds.includes(withGradients) ? [[gradientPhase, gradientFields] as const] : [];
  return [...[...forms].flatMap((form) => Object.entries(declared[form])), ...gradients];
}
