/**
 * The recurrent search space of ENAS: N nodes, each reading one earlier state through one activation; the first state
 * joins input and hidden state by tanh, every node has a highway gate, and the output is the mean of all nodes. Sources:
 * Pham et al. 2018, section 2.1, and their corrected code, google-research/google-research enas_lm@066e6a1 (src/child.py);
 * the paper also chooses the first activation, and means the nodes that none reads.
 */
import type { RnnGenotype } from '../../../schemas/architecture.ts';
import { decidedSpace } from '../decided-space.ts';
import type { CountedSpace } from '../search-space.ts';
import { networkCount } from './cell-count.ts';
import { decisionsOf, enasRnnConfig } from './decisions.ts';
import { genotypeId, genotypeProblems } from './genotype.ts';

/** N of the paper. */
export const usualNodes = 12;

export const enasRnn = (nodes = usualNodes): CountedSpace<RnnGenotype> =>
  decidedSpace({
    config: enasRnnConfig(nodes),
    count: networkCount(nodes),
    decisionsOf,
    validate: (value) => genotypeProblems(value, nodes),
    id: genotypeId,
  });
