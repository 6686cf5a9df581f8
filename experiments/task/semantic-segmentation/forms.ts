/**
 * What methods do in this task that no module of theirs declares for all tasks: a method that shares weights in it, or searches directly,
 * gives such a form under the task's kind.
 */
import type { JobFailure } from '../../../schemas/failure.ts';
import type { CostMetrics } from '../../../schemas/metrics.ts';
import type { Result } from '../../../schemas/result.ts';
import type { LabelledImages, LabelMapTraits } from '../../data/segmentation/label-maps.ts';
import type { Key } from '../../rng/key.ts';
import type { SearchObserver } from '../../trial/search-observer.ts';
import type { DirectForm } from '../direct-module.ts';
import type { SharedForm } from '../weight-sharing-module.ts';
import type { SegmentationRun } from './run.ts';
import type { SegmentationScore } from './scores.ts';

export interface SegmentationSearchRun<Settings> {
  readonly settings: Settings;
  readonly traits: LabelMapTraits;
  readonly train: LabelledImages;
  readonly validation: LabelledImages;
  readonly key: Key;
  readonly observer: SearchObserver;
}

export interface SegmentationOutcome {
  readonly architecture: unknown;
  /** Of the architecture found, as the search saw it. */
  readonly validation: SegmentationScore;
  readonly cost: CostMetrics;
}

export interface SegmentationSearch {
  /** Reads its own settings. */
  search(
    run: SegmentationSearchRun<SegmentationRun['settings']>,
  ): Promise<Result<SegmentationOutcome, JobFailure>>;
}

const kind = 'semantic-segmentation';

interface SegmentationForms {
  readonly shared?: SharedForm<SegmentationSearch>;
  readonly direct?: DirectForm<SegmentationRun>;
}

/** As the `tasks` of a method's module. */
export const sharedTasks = (form: SharedForm<SegmentationSearch>): object => ({ [kind]: form });
export const directTasks = (form: DirectForm<SegmentationRun>): object => ({ [kind]: form });

/** The inverse: the form is under this task's kind only if one of the two functions above put it there. */
export const sharedFormIn = (tasks: object): SegmentationForms['shared'] =>
  (tasks as Readonly<Record<string, SegmentationForms['shared']>>)[kind];
export const directFormIn = (tasks: object): SegmentationForms['direct'] =>
  (tasks as Readonly<Record<string, SegmentationForms['direct']>>)[kind];
