/** What NeurIPS asks about reproducibility. */
import { answered, type Checklist, leftTo } from './items.ts';

export const neuripsChecklist: Checklist = {
  name: 'neurips-reproducibility',
  source: 'The Machine Learning Reproducibility Checklist v2.0 (Pineau et al. 2021, JMLR 22(164))',
  items: [
    leftTo('a clear description of the setting, the algorithm and the assumptions', 'the paper'),
    leftTo('statistics of the data sets', 'docs/data.md, or the description of your own data'),
    answered('details of the train, validation and test splits', 'protocol/splits'),
    leftTo('data that was left out, and all preprocessing', 'the paper'),
    answered('a version of the data set that can be had', 'integrity/data'),
    answered('dependencies of the code', 'integrity/code', 'integrity/keys'),
    answered('training code', 'integrity/code', 'integrity/commits', 'integrity/clean'),
    answered('evaluation code', 'integrity/code', 'integrity/selection', 'integrity/reports'),
    answered('trained models', 'integrity/artifacts'),
    answered('the table of results, and the command that makes it', 'integrity/reports', 'integrity/lock'),
    leftTo(
      'the range of hyperparameters considered, and how the best was selected',
      'what was tried before the manifest was committed',
    ),
    answered('the exact number of training and evaluation runs', 'seeds/declared', 'seeds/trials'),
    answered('the measure that is reported, and its definition', 'integrity/reports'),
    answered('central tendency and variation of the results', 'protocol/spread'),
    answered('the average runtime of each result, or its cost', 'integrity/records'),
    answered('the computing infrastructure', 'integrity/environment'),
  ],
};
