/** Names for what methods propose as cells of NAS-Bench-101. */
import type { CellSpecification } from '../../schemas/architecture.ts';
import { canonicalDigest } from '../../schemas/canonical.ts';
import { domainProblems } from '../space/nasbench101/prune.ts';
import { nasbench101 } from '../space/nasbench101/space.ts';

const cells = nasbench101('cells');

/** The id of a cell. Methods that think in parameters also propose what is no cell, and logs name that as well. */
export const proposedCellId = (spec: CellSpecification): string =>
  domainProblems(spec).length === 0 ? cells.id(spec) : canonicalDigest({ noCell: spec });
