/** What every job of the task begins with: the space's networks and the data. */
import type { JobFailure } from '../../../schemas/failure.ts';
import { ok, type Result } from '../../../schemas/result.ts';
import { divideLabelled, type LabelledImages, type LabelMapSet } from '../../data/segmentation/label-maps.ts';
import { refuse } from '../measured.ts';
import type { SearchJob, TrainJob } from '../module.ts';
import { readSettings } from '../read-settings.ts';
import type { ImageSize, SegmentationSpace } from './space.ts';
import { segmentationTask } from './task-settings.ts';

export interface Opened {
  readonly networks: SegmentationSpace<unknown>;
  readonly set: LabelMapSet;
  /** The two parts of the training images. */
  readonly halves: { readonly train: LabelledImages; readonly validation: LabelledImages };
  /** Of the first image, for the size of networks. */
  readonly image: ImageSize;
}

export async function openSegmentation(
  job: Pick<SearchJob | TrainJob, 'space' | 'task' | 'data' | 'spec'>,
): Promise<Result<Opened, JobFailure>> {
  const { space, data, spec } = job;
  const networks = await space.tasks['semantic-segmentation']?.();
  if (!networks) return refuse(`The task semantic-segmentation does not go with the space ${space.name}`);
  const task = readSettings('task', segmentationTask, job.task);
  if (!task.ok) return task;
  const loaded = await data.load('label-maps', task.value.data, spec.dataFolder);
  if (!loaded.ok) return loaded;
  const { trainPortion } = task.value;
  const { train, traits } = loaded.value;
  const halves = divideLabelled(train, trainPortion);
  if (halves.train.count === 0 || halves.validation.count === 0) {
    return refuse(`trainPortion ${trainPortion} leaves no images to train on or none to validate on`);
  }
  const first = train.read(0);
  if (!first.ok) return first;
  const { height, width } = first.value;
  return ok({
    networks,
    set: loaded.value,
    halves,
    image: { height, width, classes: traits.classNames.length },
  });
}
