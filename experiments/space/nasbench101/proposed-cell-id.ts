/** Names for what methods propose as cells of NAS-Bench-101. */
import { canonicalDigest } from '../../../schemas/canonical.ts';
import { domainProblems } from './prune.ts';
import { nasbench101 } from './space.ts';
import type { CellSpec } from './spec.ts';

const { id } = nasbench101();

/** The id of a cell. Methods that think in parameters also propose what is no cell, and logs name that as well. */
export const proposedCellId = (spec: CellSpec) =>
  domainProblems(spec).length === 0 ? id(spec) : canonicalDigest({ noCell: spec });
