/** The conditions of the badges of the ACM, as far as an artifact itself can show them. */
import { answered, type Checklist, leftTo } from './items.ts';

export const acmChecklist: Checklist = {
  name: 'acm-badges',
  source: 'ACM, Artifact Review and Badging, version 1.1 (2020)',
  items: [
    leftTo(
      'Artifacts Available: in a public archive with an identifier that lasts',
      'where the repository and its store are deposited',
    ),
    leftTo('Artifacts Evaluated, Functional: documented', 'whether a stranger finds the way'),
    answered(
      'Artifacts Evaluated, Functional: consistent with the paper',
      'integrity/reports',
      'integrity/agreement',
    ),
    answered(
      'Artifacts Evaluated, Functional: complete',
      'integrity/records',
      'integrity/artifacts',
      'integrity/code',
    ),
    answered('Artifacts Evaluated, Functional: exercisable', 'rerun/sample'),
    leftTo('Artifacts Evaluated, Reusable: fit to be built on', 'the judgment of reviewers'),
    leftTo(
      'Results Reproduced: by others, with these artifacts',
      'who else has run `reprise rerun`, and what it said',
    ),
    leftTo('Results Replicated: by others, without these artifacts', 'independent work'),
  ],
};
