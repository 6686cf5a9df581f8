/** Settings of pictures of predictions. */
import type { ReportOf } from '../../report-kind.ts';
import { stage } from '../../settings/shared.ts';

export const predictionsSettings = {
  stage: stage('The stage whose trainings leave pictures: `train-segmentation`.', 'evaluate'),
};
export type PredictionsReport = ReportOf<'predictions', typeof predictionsSettings>;
