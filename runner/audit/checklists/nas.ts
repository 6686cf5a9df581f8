/** Best practices for scientific research on neural architecture search. */
import { answered, type Checklist, leftTo } from './items.ts';

const released = ['integrity/code', 'integrity/commits', 'integrity/clean'];

export const nasChecklist: Checklist = {
  name: 'nas-best-practice',
  source: 'Lindauer and Hutter 2020, JMLR 21(243)',
  items: [
    answered('code of the training pipeline used to evaluate the final architectures', ...released),
    answered('code of the search space', ...released),
    answered(
      'hyperparameters and seeds of the final evaluation',
      'integrity/manifest',
      'integrity/chain',
      'seeds/declared',
    ),
    answered('code of the search methods', ...released),
    answered(
      'hyperparameters and seeds of the search methods',
      'integrity/manifest',
      'integrity/chain',
      'seeds/declared',
    ),
    answered(
      'the same data, space, training code and hyperparameters for all compared methods',
      'protocol/same-recipe',
    ),
    answered(
      'the same evaluation protocol for all compared methods',
      'protocol/same-recipe',
      'protocol/selection',
    ),
    answered(
      'confounders such as hardware and versions controlled',
      'integrity/environment',
      'integrity/agreement',
    ),
    leftTo('ablation studies', 'whether the parts of a new method were taken away one by one'),
    leftTo('performance over time', 'whether a report draws results against cost, such as one of kind curve'),
    answered('comparison with random search', 'protocol/random-baseline'),
    answered('equal budgets of the compared methods', 'protocol/equal-budgets'),
    answered('several runs, with their seeds', 'protocol/spread', 'seeds/declared', 'seeds/none-dropped'),
    leftTo(
      'tabular or surrogate benchmarks for in-depth evaluation',
      'whether a space with recorded results answers the question better',
    ),
    leftTo(
      'how hyperparameters of the methods were tuned, and what that cost',
      'whether anything was tried before the manifest was committed',
    ),
    leftTo(
      'time of the whole method, not of the search alone',
      'whether the cost that is printed has selection and retraining in it',
    ),
    answered(
      'all details of the experimental setup',
      'integrity/manifest',
      'integrity/keys',
      'integrity/environment',
    ),
  ],
};
