/** What the JSON Schema cannot say: names that must exist, seeds that must differ, stages that must hang together. */
import type { JsonValue } from '../../schemas/json.ts';
import { viewOf } from '../manifest-tree/manifest-view.ts';
import type { Node } from '../manifest-tree/node.ts';
import type { ManifestProblem } from '../manifest-tree/problem.ts';
import { checkFit } from './check-fit.ts';
import { checkHeeded } from './check-heeded.ts';
import { checkLabels } from './check-labels.ts';
import { checkLists } from './check-lists.ts';
import { checkMeasured } from './check-measured.ts';
import { checkMethodParts } from './check-method-parts.ts';
import { checkMetrics } from './check-metrics.ts';
import { checkNames } from './check-names.ts';
import { checkReports } from './check-reports.ts';
import { checkSeeds } from './check-seeds.ts';
import { checkSize } from './check-size.ts';
import { checkSpace } from './check-space.ts';
import { checkStages } from './check-stages.ts';
import { checkText } from './check-text.ts';
import { inEachView } from './method-views.ts';

/** Works on a manifest that has broken the schema, too: what has no usable shape is passed over. */
export function checkMeaning(root: Node, plain: JsonValue): ManifestProblem[] {
  const view = viewOf(root, plain);
  const written = [...checkText(root), ...checkLists(root, plain)];
  const size = checkSize(view);
  // What has no bounds is not unfolded to look for more.
  if (size.length > 0) return [...written, ...size];
  return [
    ...written,
    ...checkNames(view),
    ...checkLabels(view),
    ...checkSpace(view),
    ...checkFit(view),
    ...checkHeeded(view),
    ...checkMethodParts(view),
    ...inEachView(view, checkSeeds),
    ...checkMetrics(view),
    ...checkMeasured(view),
    ...inEachView(view, checkStages),
    ...checkReports(view),
  ];
}
